namespace Orleans.Runtime;

/// <summary>The factory of one silo or client.</summary>
internal sealed class GrainFactory(Node node) : IClusterClient
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return (TGrainInterface)Proxies.Create(typeof(TGrainInterface), node, new(GrainClasses.Of(typeof(TGrainInterface)), primaryKey));
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is GrainReference or Grain)
            throw new ArgumentException($"{obj.GetType()} is a reference or a grain, not an observer.", nameof(obj));

        // The proxy first: a refused interface must not leave an observer behind.
        var id = new GrainId(typeof(IGrainObserver), $"{node.Name}/{Guid.NewGuid():N}");
        var reference = (TGrainObserverInterface)Proxies.Create(typeof(TGrainObserverInterface), node, id);
        node.Cluster.Add(new ObserverTarget(node, id, obj));
        return reference;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference reference || !node.Cluster.Remove(reference.Id))
            throw new ArgumentException("The argument is no reference to a registered observer.", nameof(obj));
    }
}
