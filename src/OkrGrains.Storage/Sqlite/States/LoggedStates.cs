namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// The states that the commits of one run of the state log wrote, all of them, so that a reader finds the newest one that its own snapshot
/// of the store knows. The writer adds to the last run; readers may hold any run.
/// </summary>
/// <param name="after">The position after which the run begins: all states up to it are in rows of their own.</param>
internal sealed class LoggedStates(long after)
{
    /// <summary>The states of a page, so that no array is so long that the collector treats it specially.</summary>
    private const int PageLength = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _newest = [];
    private readonly List<LoggedState[]> _pages = [];
    private volatile LoggedStates? _next;

    public long After { get; } = after;

    /// <summary>The number of states, older ones of the same goals included.</summary>
    public int Count { get; private set; }

    /// <summary>The number of goals.</summary>
    public int Goals => _newest.Count;

    /// <summary>Ends this run: the states up to a position are in rows of their own.</summary>
    /// <returns>The next run.</returns>
    public LoggedStates End(long position) => _next = new LoggedStates(position);

    /// <summary>
    /// Returns the run that a snapshot of the store reads: what it lacks is in the rows of that snapshot. The snapshot must have been taken
    /// after this run was the last one. A run also serves a snapshot that has its states in their rows already, since they are the same.
    /// </summary>
    public LoggedStates Of(long position)
    {
        var run = this;
        while (run._next is { } next && position > next.After)
        {
            run = next;
        }

        return run;
    }

    public void Add(LoggedState state)
    {
        lock (_gate)
        {
            if (Count == _pages.Count * PageLength)
            {
                _pages.Add(new LoggedState[PageLength]);
            }

            ref var newest = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_newest, state.Goal, out var known);
            _pages[Count / PageLength][Count % PageLength] = state with { Older = known ? newest : -1 };
            newest = Count++;
        }
    }

    /// <summary>Forgets all states but the first ones, because the transaction that wrote the others was rolled back.</summary>
    public void Keep(int count)
    {
        lock (_gate)
        {
            while (Count > count)
            {
                ref var last = ref _pages[--Count / PageLength][Count % PageLength];
                if (last.Older < 0)
                {
                    _newest.Remove(last.Goal);
                }
                else
                {
                    _newest[last.Goal] = last.Older;
                }

                last = default;
            }
        }
    }

    /// <summary>Finds the newest state of a goal up to a commit.</summary>
    /// <returns>False if the run has none; then it is in its own row, if there is one.</returns>
    public bool TryFind(long goal, long upTo, out LoggedState state)
    {
        lock (_gate)
        {
            state = default;
            return _newest.TryGetValue(goal, out var index) && TryFind(index, upTo, out state);
        }
    }

    /// <summary>Returns the newest state of each goal up to a commit, by rising numbers of the goals.</summary>
    /// <param name="upTo">The position of the commit.</param>
    /// <param name="from">The index of the first state that counts: goals with only older ones are left out.</param>
    public List<LoggedState> Newest(long upTo, int from = 0)
    {
        var states = new List<LoggedState>();
        lock (_gate)
        {
            foreach (var index in _newest.Values)
            {
                if (index >= from && TryFind(index, upTo, out var state))
                {
                    states.Add(state);
                }
            }
        }

        states.Sort(static (one, other) => one.Goal.CompareTo(other.Goal));
        return states;
    }

    private bool TryFind(int index, long upTo, out LoggedState state)
    {
        do
        {
            state = _pages[index / PageLength][index % PageLength];
            index = state.Older;
        }
        while (state.Commit > upTo && index >= 0);

        return state.Commit <= upTo;
    }
}
