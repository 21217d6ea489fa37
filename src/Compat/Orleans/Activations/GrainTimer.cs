namespace Orleans.Runtime;

/// <summary>A timer whose ticks queue like calls; the next tick is scheduled when one has ended.</summary>
internal sealed class GrainTimer : Request, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _next;
    private TimeSpan _period;
    private bool _ticking;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _options) = (activation, callback, options);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Change(options.DueTime, options.Period);
    }

    internal override Interleaving Interleaving => _options.Interleave ? Interleaving.Always : Interleaving.None;

    internal override bool KeepsAlive => _options.KeepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            (_next, _period) = (dueTime, period);
            Arm();
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _timer.Dispose();
        _activation.Remove(this);
    }

    internal override async void Run()
    {
        try
        {
            if (!_disposed.IsCancellationRequested)
                await _callback(_disposed.Token);
        }
        catch (Exception e)
        {
            _activation.Silo.Log.TickFailed(e, _activation.Id);
        }

        _activation.Complete(this);
        lock (_gate)
        {
            _ticking = false;
            Arm();
        }
    }

    protected override void Answer(Exception exception)
    {
    }

    private void Arm()
    {
        if (!_ticking && !_disposed.IsCancellationRequested)
            _timer.Change(_next, Timeout.InfiniteTimeSpan);
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_ticking)
                return;

            (_ticking, _next) = (true, _period);
        }

        _activation.TryReceive(this);
    }
}
