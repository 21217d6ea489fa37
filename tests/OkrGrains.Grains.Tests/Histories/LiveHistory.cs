using System.Text;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Histories;

/// <summary>
/// Runs what happens to one workspace of a cluster, drawn from a seed. Plans are applied, readings come in any order through several
/// producers and silos and are corrected and retracted, and the live tree is compared with an evaluation from scratch.
/// </summary>
internal sealed class LiveHistory
{
    private const int MostReadings = 16;
    private const int MostProducers = 4;
    private const int MostAmendments = 6;

    private readonly GoalCluster _cluster;
    private readonly HistoryTally _tally;
    private readonly Random _random;
    private readonly RandomPlan _drawn;
    private readonly RandomAmendments _amending;
    private readonly Random _deleting;
    private readonly List<AcceptedReading> _accepted = [];
    private readonly List<Amendment> _amended = [];

    /// <summary>The parts in which the plan is kept; null for a plan in one file.</summary>
    private RandomParts? _parts;
    private Producer[] _producers;
    private int _generation = 1;
    private Instant _at;
    private byte[] _file = [];
    private Plan? _plan;

    public LiveHistory(GoalCluster cluster, Instant start, int seed, HistoryTally tally)
    {
        _cluster = cluster;
        _tally = tally;
        _random = new Random(seed);
        Workspace = $"w{seed}";
        _drawn = new RandomPlan(Workspace, seed, start);
        _amending = new RandomAmendments(seed);
        _deleting = new Random(seed);
        _parts = seed % 2 == 0 ? new RandomParts(seed) : null;
        _producers = NewProducers(1 + _random.Next(MostProducers));
    }

    public string Workspace { get; }

    /// <summary>Runs the next step at an instant, which the cluster's clock shows until the step completes.</summary>
    /// <returns>The difference that was found; null when there is none.</returns>
    public async Task<string?> StepAsync(Instant at)
    {
        _at = at;
        if (_plan is null)
        {
            await ApplyAsync();
        }
        else
        {
            if (await DifferenceAsync() is { } stood)
            {
                return $"before anything is done at {at}: {stood}";
            }

            await (_deleting.Next(8) == 0 ? DeleteAsync() : _random.Next(3) > 0 ? ChangeAsync() : Task.CompletedTask);
        }

        await SendAsync(await _cluster.DirectoryAsync(Workspace));
        await AmendAsync(await _cluster.DirectoryAsync(Workspace), surely: true);
        if (await DifferenceAsync() is { } difference)
        {
            return $"at {at}: {difference}";
        }

        // These readings are acknowledged, and are left in flight up the tree while the clock moves and silos end.
        await (_random.Next(3) == 0 ? SendAsync(await _cluster.DirectoryAsync(Workspace)) : Task.CompletedTask);
        return null;
    }

    /// <summary>
    /// Deletes the workspace, now and then while readings come, and applies its plan again. Of what was before nothing counts any more, and
    /// the producers of the same names begin with their first sequence.
    /// </summary>
    private async Task DeleteAsync()
    {
        var sending = _deleting.Next(2) == 0 ? SendOrBeRefusedAsync(await _cluster.DirectoryAsync(Workspace)) : Task.CompletedTask;
        var workspace = _cluster.Of<IGrainFactory>(_deleting.Next(3)).GetGrain<IWorkspaceGrain>(Workspace);
        var deleted = await workspace.Delete(new DeleteChange("test", "", null, Erases: _deleting.Next(2) == 0));
        await sending;
        Assert.Equal(new Deleted(DeleteOutcome.Done, _generation++), deleted);
        _tally.Deleted();
        _accepted.Clear();
        _amended.Clear();
        _parts = _parts is null ? null : new RandomParts(_deleting.Next());
        _producers = NewProducers(_producers.Length);
        await ApplyAsync();
    }

    private async Task SendOrBeRefusedAsync(WorkspaceDirectory directory)
    {
        try
        {
            await SendAsync(directory);
        }
        catch (StoreConflictException)
        {
            // A producer cannot be opened in a workspace that is deleted.
        }
    }

    private Producer[] NewProducers(int count) => [.. Enumerable.Range(0, count).Select(i => new Producer(_cluster, Workspace, $"p{i}"))];

    /// <summary>Changes the plan, now and then while readings come and the tree is read.</summary>
    private async Task ChangeAsync()
    {
        var before = await _cluster.DirectoryAsync(Workspace);
        var meanwhile = _random.Next(3) switch
        {
            0 => SendAsync(before),
            1 => AmendAsync(before, surely: false),
            _ => Task.CompletedTask,
        };
        var reading = _random.Next(2) == 0 ? _cluster.TreeAsync(Workspace, _at, _random.Next(3)) : Task.CompletedTask;
        _drawn.Edit();
        _tally.Edit();
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
        var files = _parts?.FilesFor(_plan!) ?? [_file];
        _plan = _parts?.ReadWhole() ?? _plan;
        var applied = await _cluster.ApplyAsync(files, prune: true, _random.Next(3), Workspace);
        Assert.False(applied.IsOutdated);
        if (_random.Next(3) > 0)
        {
            return;
        }

        var again = await _cluster.ApplyAsync(files, prune: false, _random.Next(3), Workspace);
        Assert.Equal(applied.Revision, again.Revision);
        Assert.Equal(
            _plan!.Kpis.Length + _plan.Objectives.Length + _plan.Objectives.Sum(objective => objective.KeyResults.Length),
            again.UnchangedCount);
    }

    /// <summary>
    /// Sends readings. Those of one goal at one time keep their order and their producer, since <c>last</c> depends on it.
    /// </summary>
    private async Task SendAsync(WorkspaceDirectory directory)
    {
        // The readings are drawn around the current instant, since the edges of windows have moved on.
        var next = new RandomReadings(_random.Next(), _at).Next(_plan!, MostReadings);
        var groups = next.GroupBy(reading => (reading.Goal, reading.Time)).ToArray();
        _random.Shuffle(groups);
        var shares = groups.ToLookup(_ => _random.Next(_producers.Length));
        var silo = _random.Next(3);
        var batches = new Random(_random.Next());
        var taken = await Task.WhenAll(_producers.Select((producer, i) =>
            producer.SendNumberedAsync([.. shares[i].SelectMany(group => group)], () => 1 + batches.Next(20), (silo + i) % 3, directory)));
        _tally.Readings(taken.Sum(readings => readings.Count));
        _accepted.AddRange(taken.SelectMany((readings, i) =>
            readings.Select(sent => new AcceptedReading(new ReadingName(i, sent.Sequence), sent.Reading.ToGoalReading()))));
    }

    /// <summary>Corrects and retracts readings, old and new, through any silo, now and then without naming their goal.</summary>
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
        _tally.Amended(made.Count(one => one));
        _amended.AddRange(drawn.Where((_, i) => made[i]).Select(one => one.ToAmendment()));
    }

    private async Task<string?> DifferenceAsync()
    {
        _tally.Comparison();
        var expected = Evaluator.Evaluate(_plan!, AmendedReadings.Of(_accepted, _amended), _at);
        var live = await _cluster.TreeAsync(Workspace, _at, _random.Next(3));
        List<string> lines =
        [
            .. Different(expected.Kpis, live.Kpis), .. Different(expected.KeyResults, live.KeyResults),
            .. Different(expected.Objectives, live.Objectives),
        ];
        return lines.Count == 0
            ? null
            : string.Join('\n', [Workspace, .. lines, Encoding.UTF8.GetString(_file), .. _accepted.Select(one => $"{one}"), .. _amended.Select(one => $"{one}")]);
    }

    private static IEnumerable<string> Different(IEnumerable<EvaluatedGoal> expected, IEnumerable<EvaluatedGoal> live) =>
        expected.Zip(live).Where(pair => pair.First != pair.Second)
            .Select(pair => $"expected {pair.First.Id} {pair.First.Figures}\n but live {pair.Second.Id} {pair.Second.Figures}");
}
