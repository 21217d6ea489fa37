using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Checks;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Silos;

/// <summary>An active grain of a silo. It runs one call at a time, apart from those that interleave.</summary>
internal sealed class SimulatedActivation
{
    private static readonly TimeSpan HookTimeout = TimeSpan.FromSeconds(30);

    private readonly Placement _placement;
    private readonly Network _network;
    private readonly Listener _listener;
    private readonly List<GrainCall> _running = [];
    private readonly List<GrainCall> _waiting = [];
    private Grain? _instance;
    private CancellationTokenSource? _activating;
    private bool _isActive;
    private bool _isLeaving;

    public SimulatedActivation(World world, SimulatedSilo silo, GrainKey grain, Placement placement, Network network, Listener listener)
    {
        (Silo, Grain, _placement, _network, _listener) = (silo, grain, placement, network, listener);
        Turns = new TurnQueue(world, silo, grain.ToString()) { Activation = this };
        Turns.Start(ActivateAsync);
    }

    public TurnQueue Turns { get; }

    public SimulatedSilo Silo { get; }

    public GrainKey Grain { get; }

    /// <summary>True once the activation has ended. What it still runs must not ask the runtime for anything.</summary>
    public bool HasEnded { get; private set; }

    public void Receive(GrainCall call)
    {
        if (HasEnded)
        {
            _network.Deliver(call);
        }
        else if (MayRun(call))
        {
            Run(call);
        }
        else
        {
            _waiting.Add(call);
        }
    }

    /// <summary>Ends the activation once nothing runs any more; what activates it still is cancelled, as on Orleans.</summary>
    public void Deactivate()
    {
        _isLeaving = true;
        _activating?.Cancel();
        LeaveIfIdle();
    }

    /// <summary>Ends the activation because its silo has died: nothing of the grain runs any more.</summary>
    public void Abandon()
    {
        Turns.Drop();
        End();
        foreach (var call in _running.Concat(_waiting))
        {
            _network.Lost(call);
        }
    }

    private bool MayRun(GrainCall call) =>
        _isActive && !_isLeaving && (call.Shape.Interleaves || _running.TrueForAll(running => running.Shape.Interleaves));

    private void Run(GrainCall call)
    {
        _running.Add(call);
        Turns.Start(() => RunAsync(call));
    }

    private async Task RunAsync(GrainCall call)
    {
        Task running;
        try
        {
            running = (Task)call.Shape.Method.Invoke(_instance, call.Arguments)!;
        }
        catch (System.Reflection.TargetInvocationException failure)
        {
            running = Task.FromException(failure.InnerException!);
        }

        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _listener.Answered(this, call, running);
        _network.Ended(call, running);
        _running.Remove(call);
        AdmitWaiting();
        LeaveIfIdle();
    }

    private void AdmitWaiting()
    {
        for (var i = 0; i < _waiting.Count;)
        {
            if (MayRun(_waiting[i]))
            {
                var call = _waiting[i];
                _waiting.RemoveAt(i);
                Run(call);
            }
            else
            {
                i++;
            }
        }
    }

    private async Task ActivateAsync()
    {
        try
        {
            _instance = Silo.Make(Grain.Interface, ContextProxy.Of(this));
            using var limit = _activating = new CancellationTokenSource(HookTimeout, Silo.Time);
            await _instance.OnActivateAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failure) when (!_isLeaving)
        {
            EndDisposed();
            foreach (var call in _waiting)
            {
                _network.Ended(call, Task.FromException(failure));
            }

            return;
        }
        catch (Exception)
        {
            // It had to go meanwhile.
        }
        finally
        {
            _activating = null;
        }

        if (_isLeaving)
        {
            // As on Orleans, it is not told by the hook, which is for grains whose activation was completed.
            EndDisposed();
            _waiting.ForEach(_network.Deliver);
            return;
        }

        _isActive = true;
        AdmitWaiting();
        LeaveIfIdle();
    }

    private void LeaveIfIdle()
    {
        if (_isActive && _isLeaving && _running.Count == 0)
        {
            _isActive = false;
            Turns.Start(DeactivateAsync);
        }
    }

    private async Task DeactivateAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(HookTimeout, Silo.Time);
            var reason = new DeactivationReason(DeactivationReasonCode.ActivationIdle, "It must go.");
            await _instance!.OnDeactivateAsync(reason, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A hook that takes too long does not keep the activation from ending, as on Orleans.
        }

        EndDisposed();
        _waiting.ForEach(_network.Deliver);
    }

    private void EndDisposed()
    {
        End();
        (_instance as IDisposable)?.Dispose();
    }

    private void End()
    {
        HasEnded = true;
        _placement.Leave(this);
    }
}
