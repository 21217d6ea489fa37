using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>
/// Writes to a store, one commit after the other, and knows what the store must return after each of them, including the commits that
/// define a workspace or open a producer.
/// </summary>
internal sealed class StoreModel
{
    private const long CheckedGoal = 1;

    private readonly Dictionary<long, List<(long Position, StateSave State, StoredReading[] Readings)>> _goals = [];
    private readonly List<(long Position, ReadingAmendment Amendment)> _amendments = [];
    private readonly List<long> _definitions = [];
    private readonly List<long> _checkIns = [];
    private readonly List<long> _epochs = [];
    private long _sequence;

    public long LastPosition { get; private set; }

    private IEnumerable<long> Goals => _goals.Keys;

    public async Task AppendAsync(IGoalStore store, long goal, int count)
    {
        var readings = Enumerable.Range(1, count).Select(_ => Samples.Reading(++_sequence, Math.Sqrt(_sequence) * Math.PI)).ToArray();
        if (!_goals.TryGetValue(goal, out var commits))
        {
            _goals.Add(goal, commits = []);
        }

        var expected = commits.Count > 0 ? commits[^1].Position : 0;
        var state = Samples.Save(goal, expected) with { Body = BitConverter.GetBytes(_sequence) };
        LastPosition = await store.AppendAsync(new ReadingAppend(readings, state), default);
        commits.Add((LastPosition, state, readings));
    }

    /// <summary>Amends one of a goal's readings. If the goal has none, appends one instead.</summary>
    public Task AmendAsync(IGoalStore store, long goal, Random random) =>
        _goals.ContainsKey(goal) ? AmendAnyAsync(store, goal, random) : AppendAsync(store, goal, 1);

    public async Task DefineAsync(IGoalStore store)
    {
        var goal = await store.ReserveGoalNumbersAsync(1, default);
        var commit = Samples.Define(_definitions.LastOrDefault(), Samples.Kpi(goal, "kpi-" + goal)) with
        {
            Rewired = [goal],
            Edges = [Samples.Edge(goal, 1)],
            Closing = Samples.Close("q" + goal, goal),
        };
        LastPosition = await store.DefineAsync(commit, default);
        _definitions.Add(LastPosition);
        LastPosition = await store.AddCheckInAsync(Samples.CheckIn(CheckedGoal, _checkIns.Count + 1), default);
        _checkIns.Add(LastPosition);
    }

    public async Task OpenProducerAsync(IGoalStore store)
    {
        await store.OpenProducerAsync("w", "p", default);
        _epochs.Add(LastPosition = store.LastPosition);
    }

    /// <summary>Checks that everything the store returns is as it was after the store's last commit.</summary>
    public async Task CheckAsync(IGoalStore store)
    {
        var at = store.LastPosition;
        Assert.InRange(at, 0, LastPosition);
        foreach (var (goal, all) in _goals)
        {
            var commits = all.TakeWhile(commit => commit.Position <= at).ToList();
            await CheckStateAsync(store, goal, commits);
            await CheckHistoryAsync(store, goal, commits);
        }

        await CheckDefinitionsAsync(store, at);
    }

    /// <summary>Checks like <see cref="CheckAsync"/>, but also accepts that a read is refused because of damage.</summary>
    /// <returns>The number of refused reads.</returns>
    public async Task<int> CheckDamagedAsync(IGoalStore store)
    {
        var refused = 0;
        foreach (var goal in Goals)
        {
            refused += await RefusedAsync(CheckStateAsync(store, goal));
            refused += await RefusedAsync(CheckHistoryAsync(store, goal));
        }

        return refused + await RefusedAsync(CheckDefinitionsAsync(store, store.LastPosition));
    }

    private async Task AmendAnyAsync(IGoalStore store, long goal, Random random)
    {
        var commits = _goals[goal];
        var readings = commits.SelectMany(commit => commit.Readings).ToList();
        var reading = readings[random.Next(readings.Count)];
        var value = random.Next(3) == 0 ? (double?)null : random.NextDouble();
        var amendment = new ReadingAmendment(reading.Producer, reading.Sequence, value, "ann", $"because {++_sequence}");
        var state = Samples.Save(goal, commits[^1].Position) with { Body = BitConverter.GetBytes(_sequence) };
        LastPosition = await store.AmendAsync(new AmendmentAppend(amendment, state), default);
        commits.Add((LastPosition, state, []));
        _amendments.Add((LastPosition, amendment));
    }

    private async Task CheckStateAsync(IGoalStore store, long goal)
    {
        var commits = _goals[goal].TakeWhile(commit => commit.Position <= store.LastPosition).ToList();
        await CheckStateAsync(store, goal, commits);
    }

    private async Task CheckHistoryAsync(IGoalStore store, long goal)
    {
        var commits = _goals[goal].TakeWhile(commit => commit.Position <= store.LastPosition).ToList();
        await CheckHistoryAsync(store, goal, commits);
    }

    private async Task CheckDefinitionsAsync(IGoalStore store, long at)
    {
        var revision = _definitions.LastOrDefault(position => position <= at);
        Assert.Equal(revision, (await store.ReadWorkspaceAsync("w", default))?.Revision ?? 0);
        var goals = await store.ReadGoalsAsync("w", default);
        Assert.Equal(_definitions.Where(position => position <= at), goals.Select(goal => goal.Revision));
        Assert.Equal(goals.Select(goal => goal.Goal), (await store.ReadEdgesAsync("w", default)).Select(edge => edge.Child));
        Assert.Equal(
            goals.Select(goal => (goal.Revision, "q" + goal.Goal, 1)),
            (await store.ReadClosingsAsync("w", default)).Select(closing => (closing.Position, closing.Cycle, closing.GoalCount)));
        foreach (var goal in goals)
        {
            Assert.Equal([Samples.Final(goal.Goal)], await store.ReadFinalsAsync("w", goal.Revision, default));
            Assert.Equal([goal.Revision], (await store.ReadRevisionsAsync(goal.Goal, 0, 10, default)).Select(revision => revision.Position));
        }

        Assert.Equal(
            _checkIns.Where(position => position <= at).Select((position, i) => (Samples.CheckIn(CheckedGoal, i + 1), position)).Reverse(),
            (await store.ReadCheckInsAsync(CheckedGoal, long.MaxValue, 1000, default)).Select(row => (row.CheckIn, row.Position)));
        Assert.Equal(_epochs.Count(position => position <= at), (await store.ReadProducerAsync("w", "p", default))?.Epoch ?? 0);
    }

    private static async Task<int> RefusedAsync(Task check)
    {
        try
        {
            await check;
            return 0;
        }
        catch (StoreDamagedException)
        {
            return 1;
        }
    }

    private static async Task CheckStateAsync(
        IGoalStore store, long goal, List<(long Position, StateSave State, StoredReading[] Readings)> commits)
    {
        var state = await store.ReadStateAsync(goal, default);
        if (commits.Count == 0)
        {
            Assert.Null(state);
            return;
        }

        Assert.Equal(commits[^1].Position, state!.Position);
        Assert.Equal(commits[^1].State.Body.ToArray(), state.Body.ToArray());
    }

    private async Task CheckHistoryAsync(
        IGoalStore store, long goal, List<(long Position, StateSave State, StoredReading[] Readings)> commits)
    {
        var history = await Samples.HistoryAsync(store, goal);
        var appends = commits.Where(commit => commit.Readings.Length > 0).ToList();
        Assert.Equal(appends.Select(commit => commit.Position), history.Select(commit => commit.Position));
        var known = commits.Count == 0 ? 0 : commits[^1].Position;
        for (var i = 0; i < appends.Count; i++)
        {
            Assert.True(appends[i].Readings.AsSpan().SequenceEqual(history[i].Accepted.Span), $"goal {goal}, commit {appends[i].Position}");
            Assert.Equal(Amended(appends[i].Readings, known), history[i].Readings.ToArray());
        }
    }

    private IEnumerable<StoredReading> Amended(IEnumerable<StoredReading> readings, long known)
    {
        foreach (var reading in readings)
        {
            var (_, last) = _amendments.LastOrDefault(one => one.Position <= known && one.Amendment.Name == reading.Name);
            if (last is null || last.Value is not null)
            {
                yield return last is null ? reading : reading with { Value = last.Value!.Value };
            }
        }
    }
}
