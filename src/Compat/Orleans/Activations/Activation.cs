using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>One grain in memory, from its first call until it is deactivated or its silo dies.</summary>
internal sealed class Activation : CallTarget, IGrainContext
{
    private readonly TurnScheduler _turns;
    private readonly List<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope _scope;
    private Grain? _grain;
    private bool _active;
    private DeactivationReason? _leaving;
    private Silo? _successor;
    private bool _touched = true;
    private DateTimeOffset _idleSince;

    internal Activation(Silo silo, GrainId id)
        : base(silo, id)
    {
        _turns = new TurnScheduler(this);
        IsReentrant = id.Type.IsDefined(typeof(ReentrantAttribute), inherit: true);
    }

    internal static Activation? Current => (TaskScheduler.Current as TurnScheduler)?.Activation;

    internal Silo Silo => (Silo)Node;

    GrainId IGrainContext.GrainId => Id;

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    internal override object Instance => _grain!;

    /// <summary>Completes when the next activation of the grain may start.</summary>
    internal Task Ended => _ended.Task;

    protected override bool IsOpen => _active && _leaving is null;

    protected override bool IsReentrant { get; }

    internal void Start() => RunInTurns(ActivateAsync);

    /// <param name="reason">What the grain is told.</param>
    /// <param name="successor">The silo that activates the grain at once; null leaves that to the next call.</param>
    internal void Deactivate(DeactivationReason reason, Silo? successor = null)
    {
        lock (Gate)
        {
            if (_leaving is not null)
                return;

            (_leaving, _successor) = (reason, successor);
            LeaveOnceIdle();
        }
    }

    /// <summary>The silo has crashed: no code runs any more.</summary>
    internal override void Abandon()
    {
        _turns.Drop();
        base.Abandon();
        StopTimers();
        _ended.TrySetResult();
    }

    internal IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (Current != this)
            throw new InvalidOperationException("A grain timer can only be registered by its grain, in its turn.");

        var timer = new GrainTimer(this, callback, options);
        lock (Gate)
            _timers.Add(timer);

        return timer;
    }

    internal void Remove(GrainTimer timer)
    {
        lock (Gate)
            _timers.Remove(timer);
    }

    /// <summary>Called once per quantum, so that calls need not read the clock: idle time counts from the first look after the last call.</summary>
    internal void CollectIfIdle(DateTimeOffset now, TimeSpan age)
    {
        lock (Gate)
        {
            if (_touched)
                (_touched, _idleSince) = (false, now);

            if (IsBusy || !_active || now - _idleSince < age)
                return;
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"The grain was idle for {age}."));
    }

    protected override void Begin(Request request) => _turns.Enqueue(request);

    protected override void OnCompleted(Request request)
    {
        _touched |= request.KeepsAlive;
        LeaveOnceIdle();
    }

    protected override Exception Lost(Request request) => new SiloUnavailableException($"Silo {Silo.Name} died: {request} is lost.");

    private static async Task WithinAsync(TimeSpan limit, Func<CancellationToken, Task> hook)
    {
        using var source = new CancellationTokenSource(limit);
        await hook(source.Token).WaitAsync(source.Token);
    }

    private void RunInTurns(Func<Task> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _turns);

    private void LeaveOnceIdle()
    {
        if (_active && _leaving is not null && !IsRunning)
        {
            _active = false;
            RunInTurns(DeactivateAsync);
        }
    }

    private async Task ActivateAsync()
    {
        try
        {
            _scope = Silo.Services.CreateAsyncScope();
            _grain = GrainClasses.Create(Id.Type, _scope.ServiceProvider);
            await WithinAsync(Silo.Collection.ActivationTimeout, _grain.OnActivateAsync);
        }
        catch (Exception e)
        {
            Silo.Log.ActivationFailed(e, Id);
            await EndAsync(e);
            return;
        }

        lock (Gate)
        {
            _active = !HasEnded;
            AdmitWaiting(opened: true);
            LeaveOnceIdle();
        }
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            await WithinAsync(Silo.Collection.DeactivationTimeout, limit => _grain!.OnDeactivateAsync(_leaving!.Value, limit));
        }
        catch (Exception e)
        {
            Silo.Log.DeactivationFailed(e, Id);
        }

        await EndAsync(null);
    }

    /// <param name="failure">Why the grain could not be activated: what waits for it fails; else it goes to the next activation.</param>
    private async Task EndAsync(Exception? failure)
    {
        StopTimers();
        try
        {
            await DisposeAsync();
        }
        catch (Exception e)
        {
            Silo.Log.DeactivationFailed(e, Id);
        }

        // The directory first: whoever finds this activation ended must not find it again.
        Node.Cluster.Leave(this, _successor);
        foreach (var call in End().OfType<Call>())
        {
            if (failure is null)
                Node.Cluster.Route(call);
            else
                call.Fail(failure);
        }

        _ended.TrySetResult();
    }

    private async ValueTask DisposeAsync()
    {
        if (_grain is IAsyncDisposable asyncDisposable)
            await asyncDisposable.DisposeAsync();
        else
            (_grain as IDisposable)?.Dispose();

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
