using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>One grain in memory, from its first call until it is deactivated or its silo dies.</summary>
internal sealed class Activation : CallTarget, IGrainContext
{
    private readonly TurnScheduler _turns;
    private readonly CancellationTokenSource _activating = new();
    private readonly List<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope _scope;
    private object? _instance;
    private State _state;
    private bool _wasValid;
    private bool _touched = true;
    private DateTimeOffset _idleSince;
    private DateTimeOffset _keepAliveUntil;
    private DeactivationReason _reason;
    private Silo? _migrateTo;

    internal Activation(Silo silo, GrainId id, GrainClass grainClass)
        : base(silo)
    {
        GrainId = id;
        Class = grainClass;
        _turns = new TurnScheduler(this);
    }

    private enum State
    {
        Activating,
        Valid,
        Deactivating,
        Invalid,
    }

    internal static Activation? Current => (TaskScheduler.Current as TurnScheduler)?.Activation;

    public GrainId GrainId { get; }

    public GrainReference GrainReference => new UntypedReference(Node, GrainId);

    public object? GrainInstance => _instance;

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public Task Deactivated => _deactivated.Task;

    internal GrainClass Class { get; }

    internal Silo Silo => (Silo)Node;

    internal override object? Instance => _instance;

    protected override bool IsOpen => _state == State.Valid;

    protected override bool IsReentrant => Class.IsReentrant;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        Deactivate(deactivationReason, migrateTo: null);

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) => TryMigrate(target: null);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    internal void Start() => OnTurns(ActivateAsync);

    /// <summary>Ends this activation and starts the next on the target, or on any other silo; without one, nothing happens.</summary>
    internal bool TryMigrate(Silo? target)
    {
        target ??= Node.Cluster.OtherSilo(GrainId, Silo);
        if (target is null || target == Silo)
            return false;

        Deactivate(new(DeactivationReasonCode.Migrating, "The grain moves to another silo."), target);
        return true;
    }

    internal void Deactivate(DeactivationReason reason, Silo? migrateTo)
    {
        lock (Gate)
        {
            if (_state is State.Deactivating or State.Invalid)
                return;

            _wasValid = _state == State.Valid;
            _state = State.Deactivating;
            _reason = reason;
            _migrateTo = migrateTo;
            if (_wasValid)
            {
                if (!IsRunning)
                    OnTurns(FinishAsync);

                return;
            }
        }

        // Activation, still under way, finishes deactivation once it has come to its end.
        _activating.Cancel();
    }

    /// <summary>The silo has crashed: no code runs any more, callers are told.</summary>
    internal void Kill()
    {
        List<Request> lost;
        lock (Gate)
        {
            _state = State.Invalid;
            lost = TakeAll();
        }

        _turns.Drop();
        StopTimers();
        _deactivated.TrySetResult();
        lost.ForEach(request => request.FailLater(new SiloUnavailableException($"Silo {Silo.SiloAddress} died while it ran {request.Method}.")));
    }

    internal IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (Current != this)
            throw new InvalidOperationException("A grain timer can only be registered by its grain, in its turn.");

        var timer = new GrainTimer(this, callback, options);
        lock (Gate)
            _timers.Add(timer);

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void RemoveTimer(GrainTimer timer)
    {
        lock (Gate)
            _timers.Remove(timer);
    }

    internal void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (Gate)
        {
            _keepAliveUntil = timeSpan == Timeout.InfiniteTimeSpan || timeSpan == TimeSpan.MaxValue ? DateTimeOffset.MaxValue
                : timeSpan <= TimeSpan.Zero ? DateTimeOffset.MinValue
                : Silo.Time.GetUtcNow() + timeSpan;
        }
    }

    /// <summary>Called once per quantum, so that calls need not read the clock: idle time counts from the first look after the last call.</summary>
    internal void CollectIfIdle(DateTimeOffset now, TimeSpan age)
    {
        lock (Gate)
        {
            if (_touched)
            {
                _touched = false;
                _idleSince = now;
            }

            if (IsBusy || _state != State.Valid || now - _idleSince < age || now < _keepAliveUntil)
                return;
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"The grain was idle for {age}."), migrateTo: null);
    }

    internal override void Post(Action<object?> action, object? state) =>
        Task.Factory.StartNew(action, state, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _turns);

    internal override void Report(Request request, Exception exception) => Silo.Log.CallFailed(exception, request.Method, GrainId);

    protected override void Begin(Request request) => _turns.Enqueue(request);

    // Ticks of a timer belong to this activation; calls wait for the next one.
    protected override bool Accepts(Request request) =>
        _state != State.Invalid && (request.Reference is not null || _state != State.Deactivating);

    protected override void OnCompleted(Request request)
    {
        _touched |= request.KeepsAlive;
        if (_state == State.Deactivating && !IsRunning)
            OnTurns(FinishAsync);
    }

    private void OnTurns(Func<Task> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _turns);

    private async Task ActivateAsync()
    {
        try
        {
            _scope = Silo.Services.CreateAsyncScope();
            _instance = Class.Create(_scope.ServiceProvider);
            if (_instance is IGrainBase grain)
            {
                var activated = grain.OnActivateAsync(_activating.Token);
                if (!activated.IsCompleted)
                {
                    _activating.CancelAfter(Silo.Collection.ActivationTimeout);
                    activated = activated.WaitAsync(_activating.Token);
                }

                await activated;
                _activating.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception e)
        {
            var asked = _state == State.Deactivating;
            Silo.Log.ActivationFailed(e, GrainId);
            await EndAsync(asked ? null : e);
            return;
        }

        lock (Gate)
        {
            if (_state == State.Activating)
            {
                _state = State.Valid;
                AdmitWaiting(opened: true);
                return;
            }
        }

        await FinishAsync();
    }

    private async Task FinishAsync()
    {
        StopTimers();
        if (_wasValid && _instance is IGrainBase grain)
        {
            try
            {
                using var limit = new CancellationTokenSource(Silo.Collection.DeactivationTimeout);
                await grain.OnDeactivateAsync(_reason, limit.Token).WaitAsync(limit.Token);
            }
            catch (Exception e)
            {
                Silo.Log.DeactivationFailed(e, GrainId);
            }
        }

        await EndAsync(null);
    }

    /// <param name="failure">Why the grain could not be activated: what waits for it fails; else it goes to the next activation.</param>
    private async Task EndAsync(Exception? failure)
    {
        StopTimers();
        try
        {
            await DisposeInstanceAsync();
        }
        catch (Exception e)
        {
            Silo.Log.DeactivationFailed(e, GrainId);
        }

        // The directory first: whoever finds this activation invalid must not find it again.
        Node.Cluster.Leave(this, _migrateTo);
        List<Request> waiting;
        lock (Gate)
        {
            _state = State.Invalid;
            waiting = TakeWaiting();
        }

        _deactivated.TrySetResult();
        foreach (var request in waiting.Where(request => request.Reference is not null))
        {
            if (failure is null)
                Node.Cluster.Route(request, Node);
            else
                request.Fail(failure);
        }
    }

    private async ValueTask DisposeInstanceAsync()
    {
        if (_instance is IAsyncDisposable asyncDisposable)
            await asyncDisposable.DisposeAsync();
        else
            (_instance as IDisposable)?.Dispose();

        await _scope.DisposeAsync();
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (Gate)
            timers = [.. _timers];

        foreach (var timer in timers)
            timer.Dispose();
    }
}
