namespace Orleans.Runtime;

/// <summary>A registered observer: one call at a time, on the thread pool, held weakly as upstream holds it.</summary>
internal sealed class ObserverTarget(Node owner, IGrainObserver? observer) : CallTarget(owner)
{
    internal const string TypeName = "sys.client";

    private readonly WeakReference<IGrainObserver?> _observer = new(observer);
    private bool _ended;

    internal override object? Instance => _observer.TryGetTarget(out var observer) ? observer : null;

    // A deleted or collected observer answers nobody: its callers wait until their time is up.
    protected override bool IsOpen => Instance is not null;

    internal void End()
    {
        lock (Gate)
            _ended = true;
    }

    internal void Abandon()
    {
        End();
        List<Request> lost;
        lock (Gate)
            lost = TakeAll();

        lost.ForEach(request => request.FailLater(new ClientNotAvailableException($"The owner of {request.Reference} is gone.")));
    }

    internal override void Post(Action<object?> action, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(action, state, preferLocal: false);

    internal override void Report(Request request, Exception exception) =>
        Node.Log.ObserverFailed(exception, request.Method);

    protected override bool Accepts(Request request) => !_ended;

    protected override void Begin(Request request) => ThreadPool.UnsafeQueueUserWorkItem(request, preferLocal: false);
}
