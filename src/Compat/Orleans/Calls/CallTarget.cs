namespace Orleans.Runtime;

/// <summary>Whatever answers calls: it lets them in by upstream's interleaving rules and keeps the others waiting.</summary>
internal abstract class CallTarget(Node node, GrainId id)
{
    private readonly List<Request> _running = [];
    private readonly List<Request> _waiting = [];
    private bool _isTimed;

    internal Node Node { get; } = node;

    internal GrainId Id { get; } = id;

    internal abstract object Instance { get; }

    /// <summary>Guards everything here; never held while code of the application runs.</summary>
    protected object Gate => _running;

    protected bool HasEnded { get; private set; }

    protected bool IsRunning => _running.Count > 0;

    protected bool IsBusy => _running.Count > 0 || _waiting.Count > 0;

    /// <summary>Requests may start; else they wait.</summary>
    protected virtual bool IsOpen => true;

    protected virtual bool IsReentrant => false;

    /// <returns>False when this target has ended and the caller must look for the next.</returns>
    internal bool TryReceive(Request request)
    {
        lock (Gate)
        {
            if (HasEnded)
                return false;

            if (!_isTimed)
            {
                _isTimed = true;
                Node.Cluster.Time(this);
            }

            if (IsOpen && MayRun(request))
                Admit(request);
            else if (_waiting.Count < Node.MaxWaiting)
                _waiting.Add(request);
            else
                request.Fail(new LimitExceededException($"More than {Node.MaxWaiting} requests wait for {Id}."));

            return true;
        }
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

    /// <summary>Fails the requests whose time is up.</summary>
    /// <returns>False when nothing is left to be timed.</returns>
    internal bool Sweep(long now)
    {
        lock (Gate)
        {
            Sweep(_running, now);
            Sweep(_waiting, now);
            _waiting.RemoveAll(static request => request.IsSettled);
            return _isTimed = IsBusy;
        }
    }

    /// <summary>Ends in the middle of what runs; callers are told.</summary>
    internal virtual void Abandon() => End().ForEach(request => request.Fail(Lost(request)));

    /// <summary>Lets an admitted request run; called under the gate.</summary>
    protected abstract void Begin(Request request);

    protected abstract Exception Lost(Request request);

    protected virtual void OnCompleted(Request request)
    {
    }

    /// <param name="opened">Look at all: else, behind a running write only what interleaves can start, and that was let in when it came.</param>
    protected void AdmitWaiting(bool opened = false)
    {
        for (var i = 0; i < _waiting.Count && IsOpen && (opened || !_running.Exists(IsWrite));)
        {
            var request = _waiting[i];
            if (MayRun(request))
            {
                _waiting.RemoveAt(i);
                Admit(request);
            }
            else
                i++;
        }
    }

    /// <returns>The requests that ran or waited.</returns>
    protected List<Request> End()
    {
        lock (Gate)
        {
            List<Request> left = [.. _running, .. _waiting];
            _running.Clear();
            _waiting.Clear();
            HasEnded = true;
            return left;
        }
    }

    private static void Sweep(List<Request> requests, long now)
    {
        foreach (var request in requests)
        {
            if (request.Deadline <= now && !request.IsSettled)
                request.Fail(new TimeoutException($"The response to {request} did not arrive in time."));
        }
    }

    private static bool IsWrite(Request request) => request.Interleaving == Interleaving.None;

    private static bool IsCounted(Request request) => request.Interleaving != Interleaving.Always;

    private bool MayRun(Request request) => _running.Count == 0 || IsReentrant || request.Interleaving switch
    {
        Interleaving.Always => true,
        Interleaving.ReadOnly => !_running.Exists(IsWrite),
        _ => !_running.Exists(IsCounted),
    };

    private void Admit(Request request)
    {
        request.Target = this;
        _running.Add(request);
        Begin(request);
    }
}
