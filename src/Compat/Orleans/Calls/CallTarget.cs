namespace Orleans.Runtime;

/// <summary>Whatever answers calls: it lets them in by upstream's interleaving rules and keeps the others waiting.</summary>
internal abstract class CallTarget(Node node)
{
    private readonly List<Request> _running = [];
    private readonly List<Request> _waiting = [];
    private bool _watched;

    internal Node Node { get; } = node;

    internal abstract object? Instance { get; }

    /// <summary>Guards everything here; never held while code of the application runs.</summary>
    protected object Gate => _running;

    protected bool IsBusy => _running.Count > 0 || _waiting.Count > 0;

    protected bool IsRunning => _running.Count > 0;

    /// <summary>Requests may start; else they wait.</summary>
    protected abstract bool IsOpen { get; }

    protected virtual bool IsReentrant => false;

    /// <returns>False when this target has ended and the caller must look for the next.</returns>
    internal bool TryReceive(Request request)
    {
        bool watch, full = false;
        lock (Gate)
        {
            if (!Accepts(request))
                return false;

            if (IsOpen && MayRun(request))
                Admit(request);
            else if (!(full = _waiting.Count >= Node.MaxWaiting))
                _waiting.Add(request);

            watch = !_watched && request.Deadline != long.MaxValue;
            _watched |= watch;
        }

        if (full)
            request.Fail(new LimitExceededException($"More than {Node.MaxWaiting} requests wait for {request.Reference}."));

        if (watch)
            Node.Cluster.Watch(this);

        return true;
    }

    /// <returns>True when the request was running here to the last: then nobody else knows of it any more.</returns>
    internal bool Complete(Request request)
    {
        lock (Gate)
        {
            if (!_running.Remove(request))
                return false;

            OnCompleted(request);
            AdmitWaiting();
            return true;
        }
    }

    /// <summary>Settles the requests whose time is up.</summary>
    /// <returns>False when nothing is left to watch.</returns>
    internal bool Sweep(long now, List<Request> expired)
    {
        lock (Gate)
        {
            expired.AddRange(_running.FindAll(request => request.Deadline <= now && request.TrySettle()));
            expired.AddRange(_waiting.FindAll(request => request.Deadline <= now && request.TrySettle()));
            _waiting.RemoveAll(request => request.IsSettled);
            return _watched = IsBusy;
        }
    }

    /// <summary>Runs the code as the target runs its calls.</summary>
    internal abstract void Post(Action<object?> action, object? state);

    /// <summary>Logs the failure of a call whose caller does not wait.</summary>
    internal abstract void Report(Request request, Exception exception);

    /// <summary>Lets an admitted request run; called under the gate.</summary>
    protected abstract void Begin(Request request);

    protected virtual bool Accepts(Request request) => true;

    protected virtual void OnCompleted(Request request)
    {
    }

    /// <param name="opened">Look at all: else, behind a running write only what interleaves can start, and that was let in when it came.</param>
    protected void AdmitWaiting(bool opened = false)
    {
        for (var i = 0; i < _waiting.Count && IsOpen && (opened || !_running.Exists(static running => running.IsWrite));)
        {
            var request = _waiting[i];
            if (!request.IsSettled && !MayRun(request))
            {
                i++;
                continue;
            }

            _waiting.RemoveAt(i);
            if (!request.IsSettled)
                Admit(request);
        }
    }

    protected List<Request> TakeWaiting()
    {
        List<Request> taken = [.. _waiting];
        _waiting.Clear();
        return taken;
    }

    protected List<Request> TakeAll()
    {
        List<Request> taken = [.. TakeWaiting(), .. _running];
        _running.Clear();
        return taken;
    }

    private void Admit(Request request)
    {
        request.Target = this;
        _running.Add(request);
        Begin(request);
    }

    private bool MayRun(Request request) =>
        _running.Count == 0 || IsReentrant || request.Interleaves
        || !_running.Exists(request.IsReadOnly ? static running => running.IsWrite : static running => !running.Interleaves);
}
