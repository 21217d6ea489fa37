namespace Orleans.Runtime;

/// <summary>A name for a grain or an observer, and the base of the classes that call them.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private protected GrainReference(Node node, GrainId grainId)
    {
        Node = node;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    internal Node Node { get; }

    /// <summary>The last target found; it says itself when it has ended.</summary>
    internal CallTarget? Target { get; set; }

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    public TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)(IAddressable)As(typeof(TGrainInterface));

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    internal GrainReference As(Type interfaceType) => Proxies.Create(interfaceType, Node, GrainId);
}

/// <summary>A reference that only names.</summary>
internal sealed class UntypedReference(Node node, GrainId grainId) : GrainReference(node, grainId);

/// <summary>What the compiled proxies call.</summary>
internal abstract class Proxy(Node node, GrainId grainId) : GrainReference(node, grainId)
{
    public Task<T> Send<T>(Request<T> request, CancellationToken cancellation)
    {
        var answer = request.Task;
        Dispatch(request, cancellation);
        return answer;
    }

    public void SendOneWay(Request request, CancellationToken cancellation) => Dispatch(request, cancellation);

    private void Dispatch(Request request, CancellationToken cancellation)
    {
        // A reference may have travelled: the caller is the silo whose grain runs, not the one that made the reference.
        var caller = Activation.Current?.Node ?? Node;
        request.Reference = this;
        request.Deadline = caller.Cluster.DeadlineAfter(caller.ResponseTimeout);
        if (!caller.IsAlive)
        {
            request.Fail(new SiloUnavailableException($"{caller.Name} is not running: it cannot call {GrainId}."));
            return;
        }

        if (cancellation.CanBeCanceled)
            request.CancelWith(cancellation);

        if (Target is not { } target || !target.TryReceive(request))
            caller.Cluster.Route(request, caller);
    }
}
