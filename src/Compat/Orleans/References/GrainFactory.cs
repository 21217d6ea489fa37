namespace Orleans.Runtime;

/// <summary>The factory of one silo or client.</summary>
internal sealed class GrainFactory(Node node) : IClusterClient
{
    public IServiceProvider ServiceProvider => node.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        if (grainClassNamePrefix is not null)
            throw new NotSupportedException("GetGrain with a grainClassNamePrefix");

        return GetGrain<TGrainInterface>(GrainId.Create(GrainClasses.Of(typeof(TGrainInterface)).GrainType, IdSpan.Create(primaryKey)));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(IAddressable)Proxies.Create(typeof(TGrainInterface), node, grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is GrainReference or IGrainBase)
            throw new ArgumentException($"{obj.GetType()} is a reference or a grain, not an observer.", nameof(obj));

        // The proxy first: a refused interface must not leave an observer behind.
        var id = GrainId.Create(ObserverTarget.TypeName, $"{node.Id}+{Guid.NewGuid():N}");
        var reference = Proxies.Create(typeof(TGrainObserverInterface), node, id);
        node.Cluster.Observers[id] = new ObserverTarget(node, obj);
        return (TGrainObserverInterface)(IAddressable)reference;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference reference)
            throw new ArgumentException("The argument is not a reference.", nameof(obj));

        if (!node.Cluster.RemoveObserver(reference.GrainId, node))
            throw new ArgumentException("The reference belongs to no observer registered here.", nameof(obj));
    }
}
