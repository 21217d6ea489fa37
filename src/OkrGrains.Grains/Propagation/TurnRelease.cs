namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Releases turns of many grains, a few at a time, and lets go first whatever else has come for a thread meanwhile. It may be used on any
/// thread.
/// </summary>
/// <remarks>
/// A thread of the pool takes what it has queued itself before anything else. Released by a turn, the turns of a round would go before what
/// has waited for longer, and so would those of the next round, without an end: while one workspace is busy, calls of all others would
/// wait. Released at once by the thread of the store, those of a large commit would all go before whatever comes after them.
/// </remarks>
/// <param name="release">Queues a turn with its grain.</param>
/// <param name="weightOf">The work of a turn, in turns of the usual kind: 1 or more.</param>
/// <param name="home">Where turns are released: the pool of threads, but in a simulation.</param>
internal sealed class TurnRelease<T>(Action<T> release, Func<T, int> weightOf, TaskScheduler home)
{
    /// <summary>The weight of the turns that are released at a time: half a millisecond of work, in which the release itself hardly counts.</summary>
    public const int AtATime = 64;

    private readonly Lock _gate = new();
    private readonly Queue<T> _waiting = new();
    private readonly T[] _taken = new T[AtATime];
    private bool _runs;

    /// <summary>True while turns wait to be released.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Releases turns after those that were added before.</summary>
    /// <param name="turns">The turns, at least one.</param>
    public void Add(params ReadOnlySpan<T> turns)
    {
        lock (_gate)
        {
            foreach (var turn in turns)
            {
                _waiting.Enqueue(turn);
            }

            if (_runs)
            {
                return;
            }

            _runs = true;
        }

        Start();
    }

    // Fair: behind what waits for any thread of the pool, and not before all that this thread has queued.
    private void Start() => Task.Factory.StartNew(
        static released => ((TurnRelease<T>)released!).Run(),
        this,
        CancellationToken.None,
        TaskCreationOptions.PreferFairness | TaskCreationOptions.DenyChildAttach,
        home);

    private void Run()
    {
        var (count, released) = (Take(), 0);
        try
        {
            while (released < count)
            {
                release(_taken[released++]);
            }
        }
        finally
        {
            // One that cannot be released must not keep the others back, or the workspace would stand still without a word.
            GoOn(_taken.AsSpan(released, count - released));
        }
    }

    /// <summary>Releases what is left later, after what was taken but has not been released.</summary>
    private void GoOn(Span<T> left)
    {
        lock (_gate)
        {
            foreach (var turn in left)
            {
                _waiting.Enqueue(turn);
            }

            Array.Clear(_taken);
            if (_waiting.Count == 0)
            {
                _runs = false;
                return;
            }
        }

        Start();
    }

    private int Take()
    {
        lock (_gate)
        {
            var (count, weight) = (0, 0);
            while (weight < AtATime && _waiting.TryDequeue(out var next))
            {
                _taken[count++] = next;
                weight += weightOf(next);
            }

            return count;
        }
    }
}
