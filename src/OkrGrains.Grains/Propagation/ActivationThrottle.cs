namespace OkrGrains.Grains.Propagation;

/// <summary>Bounds how many grains a silo activates at a time.</summary>
/// <remarks>
/// A hundred thousand KPIs that get their first reading, and the hundred thousand key results above them, would wait for the store and for
/// each other until their activations and calls time out, are tried again, and time out again. So a call to a grain that may not be active
/// waits here until enough of the others have their answers. No timeout runs here, and newer contributions still replace older ones.
/// </remarks>
internal sealed class ActivationThrottle : IDisposable
{
    /// <summary>
    /// The most calls in flight to grains that may not be active: few enough for the grains to be loaded within a fraction of a second, and
    /// enough to keep the store's readers busy.
    /// </summary>
    public const int AtATime = 256;

    /// <summary>
    /// The ticket of a call to a grain that is already active. Such a call need not wait, and leaving with this ticket does nothing.
    /// </summary>
    public const int NoTicket = -1;

    /// <summary>
    /// The time since its last answer within which a grain is most likely still active: it takes minutes of quiet for it to be collected.
    /// </summary>
    private static readonly TimeSpan ActiveFor = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest wait for an answer while other calls wait. If none of the calls in flight is answered for so long, their silo may be
    /// dead, and they do not count any more.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource<int>, (ActivationPriority, long)> _waiting = new();
    private readonly ITimer _timer;
    private int _inFlight;
    private int _generation;
    private long _came;

    public ActivationThrottle(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static calls => ((ActivationThrottle)calls!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Returns true if a grain may have to be activated.</summary>
    /// <param name="answered">The timestamp of the grain's last answer; null for none.</param>
    public bool MayActivate(long? answered) => answered is not { } last || _time.GetElapsedTime(last) >= ActiveFor;

    /// <summary>Waits until the call may be made: before calls of a later rank, and after calls of its own rank that came before.</summary>
    /// <returns>The ticket to give to <see cref="Leave"/>.</returns>
    public ValueTask<int> EnterAsync(ActivationPriority rank)
    {
        lock (_gate)
        {
            if (_inFlight < AtATime)
            {
                _inFlight++;
                return new(_generation);
            }

            if (_waiting.Count == 0)
            {
                _timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }

            var waiter = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter, (rank, _came++));
            return new(waiter.Task);
        }
    }

    /// <summary>Ends a call, which has been answered or has failed.</summary>
    /// <param name="round">The ticket that <see cref="EnterAsync"/> returned.</param>
    public void Leave(int round)
    {
        if (round == NoTicket)
        {
            return;
        }

        lock (_gate)
        {
            if (round == _generation)
            {
                _inFlight--;
                LetIn();
            }
        }
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _generation++;
            _inFlight = 0;
            LetIn();
        }
    }

    private void LetIn()
    {
        var came = false;
        while (_inFlight < AtATime && _waiting.TryDequeue(out var waiter, out _))
        {
            _inFlight++;
            came = true;
            waiter.SetResult(_generation);
        }

        if (came)
        {
            _timer.Change(_waiting.Count > 0 ? Patience : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
