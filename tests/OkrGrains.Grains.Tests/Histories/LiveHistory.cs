using System.Text;
using OkrGrains.Grains.Amendments;
using OkrGrains.Grains.Directory;
using OkrGrains.Histories;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
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
    private const int MostAmendments = 8;

    private readonly GoalCluster _cluster;
    private readonly Instant _at;
    private readonly Random _random;
    private readonly string _workspace;
    private readonly RandomPlan _drawn;
    private readonly RandomReadings _readings;
    private readonly RandomAmendments _amending;
    private readonly List<AcceptedReading> _accepted = [];
    private readonly List<Amendment> _amended = [];
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
        _amending = new RandomAmendments(seed);
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
                await ChangeAsync();
            }
            else
            {
                await ApplyAsync();
            }

            await SendAsync(await _cluster.DirectoryAsync(_workspace));
            await AmendAsync(await _cluster.DirectoryAsync(_workspace), surely: true);
            if (await DifferenceAsync() is { } difference)
            {
                return $"after {edit} edits: {difference}\n{Encoding.UTF8.GetString(_file)}\n{string.Join('\n', _accepted)}\n{string.Join('\n', _amended)}";
            }
        }

        return null;
    }

    /// <summary>Changes the plan, now and then while readings come and the tree is read.</summary>
    private async Task ChangeAsync()
    {
        var before = await _cluster.DirectoryAsync(_workspace);
        var meanwhile = _random.Next(3) switch
        {
            0 => SendAsync(before),
            1 => AmendAsync(before, surely: false),
            _ => Task.CompletedTask,
        };
        var reading = _random.Next(2) == 0 ? _cluster.TreeAsync(_workspace, _at, _random.Next(3)) : Task.CompletedTask;
        _drawn.Edit();
        await ApplyAsync();
        await meanwhile;
        await reading;
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
    private async Task SendAsync(WorkspaceDirectory directory)
    {
        var next = _readings.Next(_plan, MostReadings);
        var groups = next.GroupBy(reading => (reading.Goal, reading.Time)).ToArray();
        _random.Shuffle(groups);
        var shares = groups.ToLookup(_ => _random.Next(_producers.Length));
        var silo = _random.Next(3);
        var batches = new Random(_random.Next());
        var taken = await Task.WhenAll(_producers.Select((producer, i) =>
            producer.SendNumberedAsync([.. shares[i].SelectMany(group => group)], () => 1 + batches.Next(20), (silo + i) % 3, directory)));
        _accepted.AddRange(taken.SelectMany((readings, i) =>
            readings.Select(sent => new AcceptedReading(new ReadingName(i, sent.Sequence), sent.Reading.ToGoalReading()))));
    }

    /// <summary>Corrects and retracts readings, old and new, through any silo, now and then without saying whose they are.</summary>
    private async Task AmendAsync(WorkspaceDirectory directory, bool surely)
    {
        var silo = _random.Next(3);
        var drawn = _amending.Next(_accepted, _random.Next(MostAmendments + 1));
        var named = drawn.Select(_ => _random.Next(3) > 0).ToList();
        var made = await Task.WhenAll(drawn.Select(async (one, i) =>
        {
            var goal = directory.ByName.GetValueOrDefault(one.Reading.Reading.Goal);
            var asked = new NamedAmendment(
                _producers[one.Reading.Name.Producer].Id, one.Reading.Name.Sequence, one.Value, "test", $"{i}");
            var gateway = _cluster.Of<AmendmentGateway>((silo + i) % 3);
            var (_, answer) = await gateway.AmendAsync(directory, asked, named[i] ? goal : null, CancellationToken.None);
            var expected = goal?.TakesReadings == true ? AmendOutcome.Made : AmendOutcome.TakesNoReadings;
            Assert.True(answer.Outcome == expected || (!surely && answer.Outcome == AmendOutcome.TakesNoReadings), $"{one}: {answer}");
            return answer.Outcome == AmendOutcome.Made;
        }));
        _amended.AddRange(drawn.Where((_, i) => made[i]).Select(one => one.ToAmendment()));
    }

    private async Task<string?> DifferenceAsync()
    {
        var expected = Evaluator.Evaluate(_plan, AmendedReadings.Of(_accepted, _amended), _at);
        var live = await _cluster.TreeAsync(_workspace, _at, _random.Next(3));
        return string.Join('\n', Different(expected.Kpis, live.Kpis)
            .Concat(Different(expected.KeyResults, live.KeyResults))
            .Concat(Different(expected.Objectives, live.Objectives))) is { Length: > 0 } lines ? lines : null;
    }

    private static IEnumerable<string> Different(IEnumerable<EvaluatedGoal> expected, IEnumerable<EvaluatedGoal> live) =>
        expected.Zip(live).Where(pair => pair.First != pair.Second)
            .Select(pair => $"expected {pair.First.Id} {pair.First.Figures}\n but live {pair.Second.Id} {pair.Second.Figures}");
}
