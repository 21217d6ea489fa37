using System.Text;
using OkrGrains.Histories;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Plans;
using OkrGrains.Model.Time;
using OkrGrains.Plans;

namespace OkrGrains.Grains.Tests.Histories;

/// <summary>
/// What happens to one workspace of a cluster, drawn from a seed: plans are applied, readings come in any order through several producers
/// and silos, and every now and then the live tree is compared with an evaluation from scratch.
/// </summary>
internal sealed class LiveHistory
{
    private const int MostReadings = 60;
    private const int MostProducers = 4;

    private readonly GoalCluster _cluster;
    private readonly Instant _at;
    private readonly Random _random;
    private readonly string _workspace;
    private readonly RandomPlan _drawn;
    private readonly RandomReadings _readings;
    private readonly List<DrawnReading> _accepted = [];
    private readonly Producer[] _producers;
    private byte[] _file = [];
    private Plan _plan = new() { Workspace = "" };

    public LiveHistory(GoalCluster cluster, Instant at, int seed)
    {
        _cluster = cluster;
        _at = at;
        _random = new Random(seed);
        _workspace = $"w{seed}";
        _drawn = new RandomPlan(_workspace, seed, at);
        _readings = new RandomReadings(seed, at);
        _producers = [.. Enumerable.Range(0, 1 + _random.Next(MostProducers)).Select(i => new Producer(cluster, _workspace, $"p{i}"))];
    }

    /// <summary>Runs it.</summary>
    /// <param name="edits">How often the plan changes.</param>
    /// <returns>What differs; null when nothing does.</returns>
    public async Task<string?> RunAsync(int edits)
    {
        for (var edit = 0; edit <= edits; edit++)
        {
            if (edit > 0)
            {
                _drawn.Edit();
            }

            await ApplyAsync();
            await SendAsync();
            if (await DifferenceAsync() is { } difference)
            {
                return $"after {edit} edits: {difference}\n{Encoding.UTF8.GetString(_file)}\n{string.Join('\n', _accepted)}";
            }
        }

        return null;
    }

    private async Task ApplyAsync()
    {
        _file = _drawn.Write();
        var reading = PlanReader.Read(_file);
        Assert.True(reading.IsAccepted, string.Join('\n', reading.Faults) + Encoding.UTF8.GetString(_file));
        _plan = reading.Plan;
        var applied = await _cluster.ApplyAsync(_file, prune: true, _random.Next(3), _workspace);
        var again = await _cluster.ApplyAsync(_file, prune: false, _random.Next(3), _workspace);
        Assert.Equal(applied.Revision, again.Revision);
        Assert.Equal(
            _plan.Kpis.Length + _plan.Objectives.Length + _plan.Objectives.Sum(objective => objective.KeyResults.Length),
            again.UnchangedCount);
    }

    /// <summary>Readings of one goal at one time stay in their order and with one producer, which <c>last</c> depends on.</summary>
    private async Task SendAsync()
    {
        var next = _readings.Next(_plan, MostReadings);
        _accepted.AddRange(next);
        var groups = next.GroupBy(reading => (reading.Goal, reading.Time)).ToArray();
        _random.Shuffle(groups);
        var shares = groups.ToLookup(_ => _random.Next(_producers.Length));
        var sent = _producers.Select((producer, i) =>
        {
            var batches = new Random(_random.Next());
            return producer.SendAsync([.. shares[i].SelectMany(group => group)], () => 1 + batches.Next(20), _random.Next(3));
        }).ToList();
        Assert.All((await Task.WhenAll(sent)).SelectMany(batches => batches), batch => Assert.Empty(batch.NotTaken));
    }

    private async Task<string?> DifferenceAsync()
    {
        var expected = Evaluator.Evaluate(_plan, [.. _accepted.Select(reading => reading.ToGoalReading())], _at);
        var live = await _cluster.TreeAsync(_workspace, _at, _random.Next(3));
        return string.Join('\n', Different(expected.Kpis, live.Kpis)
            .Concat(Different(expected.KeyResults, live.KeyResults))
            .Concat(Different(expected.Objectives, live.Objectives))) is { Length: > 0 } lines ? lines : null;
    }

    private static IEnumerable<string> Different(IEnumerable<EvaluatedGoal> expected, IEnumerable<EvaluatedGoal> live) =>
        expected.Zip(live).Where(pair => pair.First != pair.Second)
            .Select(pair => $"expected {pair.First.Id} {pair.First.Figures}\n but live {pair.Second.Id} {pair.Second.Figures}");
}
