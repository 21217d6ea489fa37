using System.Collections.Immutable;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Simulation.Tests.Stores;

/// <summary>
/// The durable contents of a store, by the contract of <see cref="IGoalStore"/>: plain tables, changed by one commit after another.
/// </summary>
internal sealed class StoreContents
{
    private readonly SortedDictionary<string, WorkspaceRow> _workspaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, GoalRow> _goals = [];
    private readonly Dictionary<long, List<EdgeRow>> _edgesUp = [];
    private readonly SortedDictionary<long, StateRow> _states = [];
    private readonly Dictionary<long, long> _written = [];
    private readonly Dictionary<long, List<StoredReadings>> _histories = [];
    private readonly Dictionary<(string Workspace, string Producer), ProducerRow> _producers = [];
    private readonly Dictionary<(long Goal, long Revision), GoalRow> _revisions = [];
    private readonly Dictionary<(long Producer, long Sequence), int> _held = [];
    private readonly Dictionary<string, ILookup<long, EdgeRow>> _edgesDown = [];
    private long _nextGoal = 1;

    public long Position { get; private set; }

    public Instant AcceptedAt { get; private set; } = Instant.Earliest;

    public Instant? ClockSeen { get; private set; }

    public IReadOnlyList<WorkspaceRow> Workspaces => [.. _workspaces.Values];

    /// <summary>Starts a commit. Everything written from then on belongs to it.</summary>
    public void Begin(Instant now)
    {
        Position++;
        AcceptedAt = now > AcceptedAt ? now : AcceptedAt;
    }

    /// <summary>Withdraws a commit of which nothing came.</summary>
    public void Withdraw() => Position--;

    public long Append(ReadingAppend append)
    {
        var save = append.State;
        ImmutableArray<ProducerEpoch> newest =
        [
            .. _producers.Values.Where(row => append.Streams.Any(stream => stream.Producer == row.Number && stream.Epoch < row.Epoch))
                .Select(row => new ProducerEpoch(row.Number, row.Epoch)),
        ];
        if (!newest.IsEmpty)
        {
            throw new EpochRefusedException(newest);
        }

        Expect(save);
        if (!_histories.TryGetValue(save.Goal, out var history))
        {
            _histories.Add(save.Goal, history = []);
        }

        history.Add(new StoredReadings(Position, AcceptedAt, append.Readings.ToArray(), []));
        foreach (var reading in append.Readings.Span)
        {
            _held[(reading.Producer, reading.Sequence)] = Held(reading.Producer, reading.Sequence) + 1;
        }

        Keep(save, Position);
        return Position;
    }

    public long Save(StateSave save)
    {
        var position = Expect(save);
        if (State(save.Goal) is { } state && save.EvaluatedAt < state.EvaluatedAt)
        {
            throw new StoreConflictException($"Goal {save.Goal} was computed at {state.EvaluatedAt}, later than {save.EvaluatedAt}.");
        }

        Keep(save, position);
        return position;
    }

    public long Reserve(int count)
    {
        var first = _nextGoal;
        _nextGoal += count;
        return first;
    }

    public long Define(DefinitionCommit commit)
    {
        var before = _workspaces.GetValueOrDefault(commit.Workspace);
        if ((before?.Revision ?? 0) != commit.ExpectedRevision)
        {
            throw new StoreConflictException($"The workspace is at revision {before?.Revision ?? 0}, not at {commit.ExpectedRevision}.");
        }

        _workspaces[commit.Workspace] = new WorkspaceRow(
            commit.Workspace,
            Position,
            commit.Settings is null && before is not null ? before.SettingsRevision : Position,
            commit.Settings ?? before?.Settings ?? ReadOnlyMemory<byte>.Empty);
        foreach (var goal in commit.Goals)
        {
            _goals[goal.Goal] = new GoalRow(
                goal.Goal, commit.Workspace, goal.Name, goal.Owner, goal.Ordinal, Position, goal.Removed, goal.Body);
        }

        foreach (var goal in commit.Touched)
        {
            _revisions[(goal, Position)] = _goals[goal] = _goals[goal] with { Revision = Position };
        }

        _edgesDown.Remove(commit.Workspace);
        foreach (var child in commit.Rewired)
        {
            _edgesUp[child] = [];
        }

        foreach (var edge in commit.Edges)
        {
            _edgesUp[edge.Child].Add(edge);
        }

        return Position;
    }

    public ProducerRow Open(string workspace, string producer)
    {
        var row = _producers.TryGetValue((workspace, producer), out var known)
            ? known with { Epoch = known.Epoch + 1 }
            : new ProducerRow(_producers.Count + 1, Epoch: 1, LastSequence: 0);
        return _producers[(workspace, producer)] = row;
    }

    public void Note(long producer, long epoch, long lastSequence)
    {
        var (name, row) = _producers.Single(known => known.Value.Number == producer);
        if (row.Epoch == epoch && row.LastSequence < lastSequence)
        {
            _producers[name] = row with { LastSequence = lastSequence };
        }
    }

    public long RecordClock(Instant at)
    {
        ClockSeen = ClockSeen is { } seen && seen > at ? seen : at;
        return Position;
    }

    /// <summary>Returns how often a reading is held: once at most, unless something is wrong.</summary>
    public int Held(long producer, long sequence) => _held.GetValueOrDefault((producer, sequence));

    public IReadOnlyList<StateRow> States(long afterGoal, int limit) =>
        [.. _states.Where(state => state.Key > afterGoal).Take(limit).Select(state => state.Value)];

    public StateRow? State(long goal) => _states.GetValueOrDefault(goal);

    public IReadOnlyList<StoredReadings> History(long goal) => _histories.GetValueOrDefault(goal) ?? [];

    public IEnumerable<(long Goal, StoredReadings Commit)> AllReadings =>
        _histories.SelectMany(history => history.Value.Select(commit => (history.Key, commit)));

    public long LastSequence(long goal, long producer, long upTo) => History(goal).Where(commit => commit.Position <= upTo)
        .SelectMany(commit => commit.Readings.ToArray()).Where(reading => reading.Producer == producer)
        .Select(reading => reading.Sequence).DefaultIfEmpty().Max();

    /// <summary>The first instant at which a state is stale; null for never.</summary>
    public Instant? StaleFrom => _states.Values.Select(StaleAt).Min();

    public IReadOnlyList<StaleState> Stale(Instant at, StaleState after, int limit) =>
    [
        .. _states.Values.Where(state => StaleAt(state) <= at).Select(state => new StaleState(StaleAt(state)!.Value, state.Goal))
            .Where(state => (state.StaleAt, state.Goal).CompareTo((after.StaleAt, after.Goal)) > 0)
            .OrderBy(state => state.StaleAt).ThenBy(state => state.Goal).Take(limit),
    ];

    public IReadOnlyList<long> Committed(long after, long upTo, long afterGoal, int limit) =>
        [.. _states.Keys.Where(goal => _written[goal] > after && _written[goal] <= upTo && goal > afterGoal).Order().Take(limit)];

    public WorkspaceRow? Workspace(string id) => _workspaces.GetValueOrDefault(id);

    public IReadOnlyList<GoalRow> Goals(string workspace) =>
    [
        .. _goals.Values.Where(goal => goal.Workspace == workspace)
            .OrderBy(goal => goal.Name.Kind).ThenBy(goal => goal.Ordinal).ThenBy(goal => goal.Goal),
    ];

    public GoalRow? Goal(long goal) => _goals.GetValueOrDefault(goal);

    /// <summary>Returns a goal as it was defined at a revision; null when there was no such revision of it.</summary>
    public GoalRow? Goal(long goal, long revision) => _revisions.GetValueOrDefault((goal, revision));

    public IReadOnlyList<EdgeRow> Edges(string workspace) =>
    [
        .. _edgesUp.Values.SelectMany(edges => edges).Where(edge => _goals[edge.Parent].Workspace == workspace)
            .OrderBy(edge => edge.Parent).ThenBy(edge => edge.Role).ThenBy(edge => edge.Ordinal).ThenBy(edge => edge.Child)
            .ThenBy(edge => edge.At.NotAfter).ThenBy(edge => edge.At.Part),
    ];

    public IReadOnlyList<EdgeRow> EdgesUp(long child) =>
    [
        .. _edgesUp.GetValueOrDefault(child, []).OrderBy(edge => edge.Parent).ThenBy(edge => edge.Role).ThenBy(edge => edge.Ordinal)
            .ThenBy(edge => edge.At.NotAfter).ThenBy(edge => edge.At.Part),
    ];

    public Subtree? Subtree(long root, int? combiner, SubtreeScope scope)
    {
        if (!_goals.TryGetValue(root, out var top))
        {
            return null;
        }

        if (!_edgesDown.TryGetValue(top.Workspace, out var below))
        {
            _edgesDown.Add(top.Workspace, below = Edges(top.Workspace).ToLookup(edge => edge.Parent));
        }

        var held = scope.Held is { } one && one.Revision == _workspaces[top.Workspace].Revision ? one : null;
        var (goals, edges, states) = (new List<GoalRow>(), new List<EdgeRow>(), new List<StateRow>());
        var known = new HashSet<long> { root };
        var left = new Queue<long>(known);
        while (left.TryDequeue(out var goal))
        {
            goals.Add(_goals[goal]);
            if (State(goal) is { } state)
            {
                states.Add(state);
            }

            foreach (var edge in below[goal].Where(edge => goal != root || combiner is null || edge.Combiner == combiner))
            {
                edges.Add(edge);
                if (held?.Contains(edge.Child) != true && known.Add(edge.Child))
                {
                    left.Enqueue(edge.Child);
                }
            }
        }

        if (goals.Count + edges.Count > scope.Most)
        {
            return new Subtree(Position, _workspaces[top.Workspace], goals, [], []) { IsCut = true };
        }

        if (held is not null)
        {
            var written = _written.Where(state => state.Value > held.Position && held.Contains(state.Key) && !known.Contains(state.Key));
            states.AddRange(written.Select(state => State(state.Key)!));
        }

        return new Subtree(Position, _workspaces[top.Workspace], goals, edges, states)
        {
            LeavesOutHeld = held is not null,
            Above = combiner is null ? EdgesUp(root) : [],
            Owners = [.. goals.Where(goal => goal.Owner is { } owner && known.Add(owner)).Select(goal => _goals[goal.Owner!.Value])],
        };
    }

    public ProducerRow? Producer(string workspace, string producer) => _producers.GetValueOrDefault((workspace, producer));

    private long Expect(StateSave save)
    {
        var state = State(save.Goal);
        if ((state?.Position ?? 0) != save.ExpectedPosition)
        {
            throw new StoreConflictException($"Goal {save.Goal} is at position {state?.Position ?? 0}, not at {save.ExpectedPosition}.");
        }

        return save.Revision >= (state?.Revision ?? 0)
            ? save.ExpectedPosition
            : throw new StoreConflictException($"Goal {save.Goal} was computed under revision {state!.Revision}, after {save.Revision}.");
    }

    private void Keep(StateSave save, long position)
    {
        _written[save.Goal] = Position;
        _states[save.Goal] = new StateRow(
            save.Goal, save.Revision, position, save.EvaluatedAt, save.ValidUntil, save.Body.ToArray());
    }

    private Instant? StaleAt(StateRow state)
    {
        var goal = _goals.GetValueOrDefault(state.Goal);
        return goal is { Removed: true } ? null : state.Revision < (goal?.Revision ?? 0) ? Instant.Earliest : state.ValidUntil;
    }
}
