namespace Orleans.Runtime;

/// <summary>A registered observer: one call at a time, on the thread pool, held weakly as upstream holds it.</summary>
internal sealed class ObserverTarget(Node owner, GrainId id, IGrainObserver observer) : CallTarget(owner, id)
{
    private readonly WeakReference<IGrainObserver> _observer = new(observer);

    internal override object Instance => _observer.TryGetTarget(out var observer) ? observer : throw Lost();

    protected override void Begin(Request request) => ThreadPool.UnsafeQueueUserWorkItem(request, preferLocal: false);

    protected override Exception Lost(Request request) => Lost();

    private ClientNotAvailableException Lost() => new($"{Id} is gone.");
}
