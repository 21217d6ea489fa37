namespace OkrGrains.Grains.Waking;

/// <summary>
/// Bounds how many grains a silo wakes at a time. A hundred thousand KPIs that get their first reading, and the hundred thousand key
/// results above them, would wait for the store and for each other until their activations and calls time out, be tried again, and
/// time out again. So a call to a grain that may not be in memory waits here, where no clock runs and newer contributions still take
/// the place of older ones, for as many others to have their answers.
/// </summary>
internal sealed class FirstCalls : IDisposable
{
    /// <summary>Few enough to be loaded within a fraction of a second, and enough to keep the store's readers busy.</summary>
    public const int AtATime = 256;

    /// <summary>Of a call to a grain that is known to be in memory.</summary>
    public const int NoTurn = -1;

    /// <summary>A grain that answered no longer ago is in memory, most likely: it takes minutes of quiet to be collected.</summary>
    private static readonly TimeSpan AwakeFor = TimeSpan.FromMinutes(1);

    /// <summary>The silo of those that were called may be dead: if none of them answers for so long, they do not count any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource<int>, (FirstCallRank, long)> _waiting = new();
    private readonly ITimer _timer;
    private int _away;
    private int _round;
    private long _came;

    public FirstCalls(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static calls => ((FirstCalls)calls!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Whether a grain may have to be brought into memory.</summary>
    /// <param name="answered">The timestamp of its last answer; null for none.</param>
    public bool MayWake(long? answered) => answered is not { } last || _time.GetElapsedTime(last) >= AwakeFor;

    /// <summary>Waits for its turn: before those of a lower rank, and after those of its own that came before.</summary>
    /// <returns>What <see cref="Leave"/> is to be told.</returns>
    public ValueTask<int> EnterAsync(FirstCallRank rank)
    {
        lock (_gate)
        {
            if (_away < AtATime)
            {
                _away++;
                return new(_round);
            }

            if (_waiting.Count == 0)
            {
                _timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }

            var turn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, (rank, _came++));
            return new(turn.Task);
        }
    }

    /// <summary>The call has been answered, or has failed.</summary>
    /// <param name="round">What entering returned.</param>
    public void Leave(int round)
    {
        if (round == NoTurn)
        {
            return;
        }

        lock (_gate)
        {
            if (round == _round)
            {
                _away--;
                LetIn();
            }
        }
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _round++;
            _away = 0;
            LetIn();
        }
    }

    private void LetIn()
    {
        var came = false;
        while (_away < AtATime && _waiting.TryDequeue(out var turn, out _))
        {
            _away++;
            came = true;
            turn.SetResult(_round);
        }

        if (came)
        {
            _timer.Change(_waiting.Count > 0 ? Patience : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
