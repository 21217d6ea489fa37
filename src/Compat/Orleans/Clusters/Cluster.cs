using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>What the silos of one process share: who is alive, which grain or observer is where, and the clock of calls.</summary>
internal sealed class Cluster : IDisposable
{
    // Calls are timed by the machine's clock, whatever time the application lives in.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<GrainId, CallTarget> _directory = new();
    private readonly ConcurrentQueue<CallTarget> _timed = new();
    private readonly ITimer _clock;
    private ImmutableArray<Silo> _silos = [];

    public Cluster() => _clock = TimeProvider.System.CreateTimer(static cluster => ((Cluster)cluster!).Sweep(), this, s_tick, s_tick);

    internal IEnumerable<Activation> Activations => _directory.Select(entry => entry.Value).OfType<Activation>();

    public void Dispose() => _clock.Dispose();

    internal void Join(Silo silo)
    {
        silo.IsAlive = true;
        ImmutableInterlocked.Update(ref _silos, static (silos, joining) => silos.Add(joining), silo);
    }

    /// <summary>Places no further grains on the silo.</summary>
    internal void Retire(Silo silo) => ImmutableInterlocked.Update(ref _silos, static (silos, leaving) => silos.Remove(leaving), silo);

    /// <summary>Ends a silo; what is still active on it is lost without a word.</summary>
    internal void Remove(Silo silo)
    {
        silo.IsAlive = false;
        Retire(silo);
        foreach (var (_, target) in _directory.Where(entry => entry.Value.Node == silo))
            Drop(target);
    }

    internal void Add(ObserverTarget observer) => _directory[observer.Id] = observer;

    internal bool Remove(GrainId observer)
    {
        if (!_directory.TryGetValue(observer, out var target))
            return false;

        Drop(target);
        return true;
    }

    internal Activation? Find(GrainId grain) => _directory.GetValueOrDefault(grain) as Activation;

    internal Silo? Find(SiloAddress? address) => _silos.FirstOrDefault(silo => silo.SiloAddress == address);

    /// <summary>The silo for a new activation, by hash; null without one.</summary>
    internal Silo? Place(GrainId grain, Silo? otherThan = null)
    {
        var silos = otherThan is null ? _silos : _silos.Remove(otherThan);
        return silos.IsEmpty ? null : silos[(int)(grain.StableHash() % (uint)silos.Length)];
    }

    /// <summary>Takes an ended activation out of the directory, or puts its successor in its place.</summary>
    internal void Leave(Activation activation, Silo? successor)
    {
        if (successor is { IsAlive: true })
        {
            var next = new Activation(successor, activation.Id);
            if (_directory.TryUpdate(activation.Id, next, activation))
                Start(next);
        }
        else
            _directory.TryRemove(KeyValuePair.Create<GrainId, CallTarget>(activation.Id, activation));
    }

    /// <summary>Finds or makes the target of a call.</summary>
    internal void Route(Call call)
    {
        try
        {
            while (!call.IsSettled && !call.Reference.TrySend(call, FindOrStart(call.Reference.Id)))
            {
                // The target has just ended: look for the next.
            }
        }
        catch (OrleansException e)
        {
            call.Fail(e);
        }
    }

    private CallTarget FindOrStart(GrainId id)
    {
        if (_directory.TryGetValue(id, out var target))
            return target;

        if (id.IsObserver)
            throw new ClientNotAvailableException($"{id} is gone.");

        var silo = Place(id) ?? throw new SiloUnavailableException($"No silo is running that could host {id}.");
        var created = new Activation(silo, id);
        target = _directory.GetOrAdd(id, created);
        if (target == created)
            Start(created);

        return target;
    }

    private void Start(Activation activation)
    {
        activation.Start();

        // The silo may have died since it was chosen: then nobody else ends this activation.
        if (!activation.Silo.IsAlive)
            Drop(activation);
    }

    private void Drop(CallTarget target)
    {
        _directory.TryRemove(KeyValuePair.Create(target.Id, target));
        target.Abandon();
    }

    /// <summary>Times the calls of a target until it has none.</summary>
    internal void Time(CallTarget target) => _timed.Enqueue(target);

    private void Sweep()
    {
        var now = TimeProvider.System.GetTimestamp();
        for (var left = _timed.Count; left > 0 && _timed.TryDequeue(out var target); left--)
        {
            if (target.Sweep(now))
                _timed.Enqueue(target);
        }
    }
}
