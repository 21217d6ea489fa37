using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>What the silos of one process share: who is alive, which grain is active where, and the clock of calls.</summary>
internal sealed class Cluster : IDisposable
{
    // Calls are timed by the machine's clock, whatever time the application lives in.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<GrainId, Activation> _directory = new();
    private readonly ConcurrentDictionary<string, Node> _nodes = new();
    private readonly ConcurrentQueue<CallTarget> _watched = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly ITimer _clock;
    private readonly Lock _gate = new();
    private ImmutableArray<Silo> _silos = [];
    private long _now;
    private int _sweeping;

    public Cluster() => _clock = TimeProvider.System.CreateTimer(static cluster => ((Cluster)cluster!).Tick(), this, s_tick, s_tick);

    internal ConcurrentDictionary<GrainId, ObserverTarget> Observers { get; } = new();

    internal ImmutableArray<Silo> Silos => _silos;

    internal IEnumerable<Activation> Activations => _directory.Select(entry => entry.Value);

    public void Dispose() => _clock.Dispose();

    internal void Join(Node node)
    {
        node.IsAlive = true;
        _nodes[node.Id] = node;
        if (node is Silo silo)
        {
            lock (_gate)
                _silos = _silos.Add(silo).Sort(static (a, b) => a.SiloAddress.Endpoint.Port.CompareTo(b.SiloAddress.Endpoint.Port));
        }
    }

    /// <summary>Places no further grains on the silo.</summary>
    internal void Retire(Silo silo)
    {
        lock (_gate)
            _silos = _silos.Remove(silo);
    }

    /// <summary>Ends a node; what is still active on a silo is lost without a word.</summary>
    internal void Remove(Node node)
    {
        node.IsAlive = false;
        _nodes.TryRemove(node.Id, out _);
        if (node is Silo silo)
        {
            Retire(silo);
            foreach (var activation in Activations.Where(activation => activation.Silo == silo))
                Kill(activation);
        }

        foreach (var (id, observer) in Observers.Where(entry => entry.Value.Node == node))
        {
            Observers.TryRemove(id, out _);
            observer.Abandon();
        }
    }

    internal bool RemoveObserver(GrainId id, Node owner)
    {
        if (!Observers.TryGetValue(id, out var observer) || observer.Node != owner || !Observers.TryRemove(id, out _))
            return false;

        observer.End();
        return true;
    }

    internal bool TryFind(GrainId id, out Activation? activation) => _directory.TryGetValue(id, out activation);

    /// <summary>Takes an ended activation out of the directory, or puts its successor in its place.</summary>
    internal void Leave(Activation activation, Silo? successor)
    {
        if (successor is { IsAlive: true })
        {
            var next = new Activation(successor, activation.GrainId, activation.Class);
            if (_directory.TryUpdate(activation.GrainId, next, activation))
                Start(next);
        }
        else
            _directory.TryRemove(KeyValuePair.Create(activation.GrainId, activation));
    }

    internal void Route(Request request, Node caller)
    {
        var reference = request.Reference!;
        try
        {
            while (!request.IsSettled)
            {
                var target = Find(reference.GrainId, caller);
                if (target.TryReceive(request))
                {
                    reference.Target = target;
                    return;
                }
            }
        }
        catch (OrleansException e)
        {
            request.Fail(e);
        }
    }

    internal Silo? OtherSilo(GrainId id, Silo than)
    {
        var silos = _silos.Remove(than);
        return silos.IsEmpty ? null : silos[(int)(id.GetUniformHashCode() % (uint)silos.Length)];
    }

    /// <summary>In milliseconds; never early, late by up to two ticks.</summary>
    internal long DeadlineAfter(TimeSpan timeout) => Volatile.Read(ref _now) + (long)(timeout + s_tick).TotalMilliseconds;

    internal void Watch(CallTarget target) => _watched.Enqueue(target);

    private CallTarget Find(GrainId id, Node caller)
    {
        if (_directory.TryGetValue(id, out var active))
            return active;

        if (id.Type.ToString() == ObserverTarget.TypeName)
            return FindObserver(id, caller);

        var grainClass = GrainClasses.Of(id.Type);
        var created = new Activation(Place(id, grainClass, caller), id, grainClass);
        active = _directory.GetOrAdd(id, created);
        if (active == created)
            Start(created);

        return active;
    }

    private ObserverTarget FindObserver(GrainId id, Node caller)
    {
        if (Observers.TryGetValue(id, out var observer))
            return observer;

        var owner = id.Key.ToString().Split('+')[0];
        return _nodes.ContainsKey(owner)
            ? new ObserverTarget(caller, observer: null)
            : throw new ClientNotAvailableException($"The owner of observer {id} is gone.");
    }

    private Silo Place(GrainId id, GrainClass grainClass, Node caller)
    {
        var silos = _silos;
        if (grainClass.PrefersLocal && caller is Silo local && silos.Contains(local))
            return local;

        return silos.IsEmpty
            ? throw new SiloUnavailableException($"No silo is running that could host {id}.")
            : silos[(int)(id.GetUniformHashCode() % (uint)silos.Length)];
    }

    private void Start(Activation activation)
    {
        activation.Start();

        // The silo may have died since it was chosen: then nobody else ends this activation.
        if (!activation.Silo.IsAlive)
            Kill(activation);
    }

    private void Kill(Activation activation)
    {
        _directory.TryRemove(KeyValuePair.Create(activation.GrainId, activation));
        activation.Kill();
    }

    private void Tick()
    {
        Volatile.Write(ref _now, (long)TimeProvider.System.GetElapsedTime(_started).TotalMilliseconds);
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
            return;

        var expired = new List<Request>();
        for (var left = _watched.Count; left > 0 && _watched.TryDequeue(out var target); left--)
        {
            if (target.Sweep(_now, expired))
                _watched.Enqueue(target);
        }

        foreach (var request in expired)
            request.AnswerLater(new TimeoutException($"Response did not arrive on time for {request.Method} of {request.Reference}."));

        Volatile.Write(ref _sweeping, 0);
    }
}
