namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Bounds how many grains the goals of a silo wake at a time. A hundred thousand KPIs that get their first reading have a hundred thousand
/// key results loaded; those would wait for the store and for each other until their activations and calls time out, be tried again,
/// and time out again. So a call to a grain that may not be in memory waits here, where no clock runs and newer contributions still
/// take the place of older ones, for as many others to have their answers.
/// </summary>
internal sealed class FirstCalls : IDisposable
{
    /// <summary>Few enough to be loaded within a fraction of a second, and enough to keep the store's readers busy.</summary>
    public const int AtATime = 256;

    /// <summary>Of a call to a grain that is known to be in memory.</summary>
    public const int NoTurn = -1;

    /// <summary>The silo of those that were called may be dead: if none of them answers for so long, they do not count any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource<int>> _ahead = new();
    private readonly Queue<TaskCompletionSource<int>> _waiting = new();
    private readonly ITimer _timer;
    private int _away;
    private int _round;

    public FirstCalls(TimeProvider time) =>
        _timer = time.CreateTimer(static calls => ((FirstCalls)calls!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    /// <summary>Waits for its turn, in the order of arrival.</summary>
    /// <param name="ahead">
    /// Goes before all others: whoever goes with a wave has been woken by one of them, and the top must not wait for all below it.
    /// </param>
    /// <returns>What <see cref="Leave"/> is to be told.</returns>
    public ValueTask<int> EnterAsync(bool ahead)
    {
        lock (_gate)
        {
            if (_away < AtATime)
            {
                _away++;
                return new(_round);
            }

            if (_ahead.Count + _waiting.Count == 0)
            {
                _timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }

            var turn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            (ahead ? _ahead : _waiting).Enqueue(turn);
            return new(turn.Task);
        }
    }

    /// <summary>The call has been answered, or has failed.</summary>
    /// <param name="round">What entering returned.</param>
    public void Leave(int round)
    {
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
        while (_away < AtATime && (_ahead.TryDequeue(out var turn) || _waiting.TryDequeue(out turn)))
        {
            _away++;
            came = true;
            turn.SetResult(_round);
        }

        if (came)
        {
            _timer.Change(_ahead.Count + _waiting.Count > 0 ? Patience : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
