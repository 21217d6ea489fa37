namespace Orleans.Runtime;

/// <summary>A timer whose ticks queue like calls; the next tick is scheduled when one has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly GrainTimerCreationOptions _options;
    private readonly Lock _gate = new();
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime);
        Validate(period);
        lock (_gate)
        {
            _changed = true;
            _dueTime = dueTime;
            _period = period;
            if (!_ticking)
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _timer.Dispose();
        _activation.RemoveTimer(this);
    }

    private static void Validate(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)span.TotalMilliseconds, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)span.TotalMilliseconds, 0xfffffffe);
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_ticking || _disposed.IsCancellationRequested)
                return;

            _ticking = true;
        }

        _activation.TryReceive(new Tick(this));
    }

    private async ValueTask TickAsync()
    {
        if (_disposed.IsCancellationRequested)
            return;

        _changed = false;
        try
        {
            await _callback(_disposed.Token);
        }
        finally
        {
            lock (_gate)
            {
                _ticking = false;
                if (!_disposed.IsCancellationRequested)
                    _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Tick(GrainTimer timer) : Request<Nothing>
    {
        public override string Method => "A timer";

        public override CallOptions Options =>
            CallOptions.OneWay | (timer._options.Interleave ? CallOptions.AlwaysInterleave : CallOptions.None);

        internal override bool KeepsAlive => timer._options.KeepAlive;

        public override ValueTask<Nothing> Invoke(object instance) => Nothing.Of(timer.TickAsync());
    }
}
