using System.Runtime.InteropServices;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// The states that the commits of one run of the state log wrote, all of them, so that a reader finds the newest one that its own snapshot
/// of the store knows. The writer adds to the last run; readers may hold any run.
/// </summary>
/// <remarks>
/// A run is used again once no reader holds it. Otherwise the collector would move the states of a second or two to its oldest generation, all
/// the time, which takes as long as everything else that it does.
/// </remarks>
internal sealed class LoggedStates
{
    /// <summary>The states of a page, so that no array is so long that the collector treats it specially.</summary>
    private const int PageLength = 1024;

    /// <summary>The size of a block, for the same reason.</summary>
    private const int BlockBytes = 64 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _newest = [];
    private readonly List<LoggedState[]> _pages = [];
    private readonly List<byte[]> _blocks = [];

    /// <summary>The number of states, older ones of the same goals included.</summary>
    public int Count { get; private set; }

    /// <summary>The number of blocks.</summary>
    public int BlocksTaken { get; private set; }

    /// <summary>The number of bytes of the states.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of goals.</summary>
    public int Goals => _newest.Count;

    /// <summary>Empties the run, so that it can be used again.</summary>
    public void Clear()
    {
        _newest.Clear();
        (Count, BlocksTaken, Bytes) = (0, 0, 0);
    }

    /// <summary>Returns a block for packed states, of at least a number of bytes.</summary>
    public byte[] TakeBlock(int least)
    {
        if (least > BlockBytes)
        {
            return new byte[least];
        }

        if (BlocksTaken == _blocks.Count)
        {
            _blocks.Add(new byte[BlockBytes]);
        }

        return _blocks[BlocksTaken++];
    }

    public void Add(LoggedState state)
    {
        lock (_gate)
        {
            if (Count == _pages.Count * PageLength)
            {
                _pages.Add(new LoggedState[PageLength]);
            }

            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, state.Goal, out var known);
            _pages[Count / PageLength][Count % PageLength] = state with { Older = known ? newest : -1 };
            newest = Count++;
            Bytes += state.Length;
        }
    }

    /// <summary>Forgets all states but the first ones, because the transaction that wrote the others was rolled back.</summary>
    /// <param name="count">The number of states.</param>
    /// <param name="blocks">The number of blocks that they take.</param>
    public void Keep(int count, int blocks)
    {
        lock (_gate)
        {
            BlocksTaken = blocks;
            while (Count > count)
            {
                ref var last = ref _pages[--Count / PageLength][Count % PageLength];
                Bytes -= last.Length;
                if (last.Older < 0)
                {
                    _newest.Remove(last.Goal);
                }
                else
                {
                    _newest[last.Goal] = last.Older;
                }
            }
        }
    }

    /// <summary>Finds the newest state of a goal up to a commit.</summary>
    /// <returns>False if the run has none.</returns>
    public bool TryFind(long goal, long upTo, out LoggedState state)
    {
        lock (_gate)
        {
            state = default;
            return _newest.TryGetValue(goal, out var index) && TryFind(index, upTo, out state);
        }
    }

    public bool Holds(long goal)
    {
        lock (_gate)
        {
            return _newest.ContainsKey(goal);
        }
    }

    public bool HoldsAny(IReadOnlySet<long> goals)
    {
        lock (_gate)
        {
            return _newest.Keys.Any(goals.Contains);
        }
    }

    /// <summary>Returns the states from an index on, in the order in which they were added.</summary>
    public IEnumerable<LoggedState> Since(int index)
    {
        for (; index < Count; index++)
        {
            yield return _pages[index / PageLength][index % PageLength];
        }
    }

    /// <summary>Returns the newest state of each goal up to a commit, in no order.</summary>
    /// <param name="upTo">The position of the commit.</param>
    /// <param name="afterGoal">The goal after whose number the goals begin.</param>
    public List<LoggedState> Newest(long upTo, long afterGoal = 0)
    {
        var states = new List<LoggedState>();
        lock (_gate)
        {
            foreach (var (goal, index) in _newest)
            {
                if (goal > afterGoal && TryFind(index, upTo, out var state))
                {
                    states.Add(state);
                }
            }
        }

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
