namespace Orleans.Runtime;

/// <summary>Whatever answers calls: it lets them in by upstream's interleaving rules and keeps the others waiting.</summary>
internal abstract class CallTarget(Node node)
{
    private readonly List<Request> _running = [];
    private Request? _head;
    private Request? _tail;
    private int _waiting;
    private int _writes;
    private int _reads;
    private bool _watched;

    internal Node Node { get; } = node;

    internal abstract object? Instance { get; }

    /// <summary>Guards everything here; never held while code of the application runs.</summary>
    protected object Gate => _running;

    protected bool IsBusy => _running.Count > 0 || _waiting > 0;

    protected bool IsRunning => _running.Count > 0;

    /// <summary>Requests may start; else they wait.</summary>
    protected abstract bool IsOpen { get; }

    protected virtual bool IsReentrant => false;

    /// <returns>False when this target has ended and the caller must look for the next.</returns>
    internal bool TryReceive(Request request)
    {
        bool watch, overflow = false;
        lock (Gate)
        {
            if (!Accepts(request))
            {
                return false;
            }

            if (IsOpen && MayRun(request))
            {
                Admit(request);
            }
            else if (_waiting < Node.MaxWaiting)
            {
                Append(request);
            }
            else
            {
                overflow = true;
            }

            watch = !_watched && request.Deadline != long.MaxValue;
            _watched |= watch;
        }

        if (overflow)
        {
            request.Fail(new LimitExceededException($"More than {Node.MaxWaiting} requests wait for {request.Reference}."));
        }

        if (watch)
        {
            Node.Cluster.Watch(this);
        }

        return true;
    }

    internal void Complete(Request request)
    {
        lock (Gate)
        {
            if (!_running.Remove(request))
            {
                return;
            }

            Count(request, -1);
            OnCompleted(request);
            AdmitWaiting(all: false);
        }
    }

    /// <summary>Settles the requests whose time is up.</summary>
    /// <returns>False when nothing is left to watch.</returns>
    internal bool Sweep(long now, List<Request> expired)
    {
        lock (Gate)
        {
            foreach (var request in _running)
            {
                Expire(request);
            }

            Request? previous = null;
            for (var request = _head; request is not null; request = request.Next)
            {
                Expire(request);
                if (request.IsSettled)
                {
                    Unlink(previous, request);
                }
                else
                {
                    previous = request;
                }
            }

            return _watched = IsBusy;
        }

        void Expire(Request request)
        {
            if (request.Deadline <= now && request.TrySettle())
            {
                expired.Add(request);
            }
        }
    }

    /// <summary>Runs the code as the target runs its calls.</summary>
    internal abstract void Post(Action<object?> action, object? state);

    internal abstract void Report(Request request, Exception exception);

    /// <summary>Lets an admitted request run; called under the gate.</summary>
    protected abstract void Begin(Request request);

    protected virtual bool Accepts(Request request) => true;

    protected virtual void OnCompleted(Request request)
    {
    }

    /// <param name="all">Look at every waiting request: those that interleave were let in when they came, unless the target was closed.</param>
    protected void AdmitWaiting(bool all)
    {
        Request? previous = null;
        for (var request = _head; request is not null && IsOpen && (all || _writes == 0); request = request.Next)
        {
            var settled = request.IsSettled;
            if (settled || MayRun(request))
            {
                Unlink(previous, request);
                if (!settled)
                {
                    Admit(request);
                }
            }
            else
            {
                previous = request;
            }
        }
    }

    protected List<Request> TakeWaiting()
    {
        var taken = new List<Request>(_waiting);
        for (var request = _head; request is not null; request = request.Next)
        {
            taken.Add(request);
        }

        _head = _tail = null;
        _waiting = 0;
        return taken;
    }

    protected List<Request> TakeAll()
    {
        var taken = TakeWaiting();
        taken.AddRange(_running);
        _running.Clear();
        return taken;
    }

    private bool MayRun(Request request)
    {
        if (_running.Count == 0 || IsReentrant || (request.Options & CallOptions.AlwaysInterleave) != 0)
        {
            return true;
        }

        return _writes == 0 && (_reads == 0 || (request.Options & CallOptions.ReadOnly) != 0);
    }

    private void Admit(Request request)
    {
        request.Target = this;
        _running.Add(request);
        Count(request, 1);
        Begin(request);
    }

    private void Count(Request request, int change)
    {
        if ((request.Options & CallOptions.AlwaysInterleave) != 0)
        {
            return;
        }

        if ((request.Options & CallOptions.ReadOnly) != 0)
        {
            _reads += change;
        }
        else
        {
            _writes += change;
        }
    }

    private void Append(Request request)
    {
        request.Next = null;
        if (_tail is null)
        {
            _head = request;
        }
        else
        {
            _tail.Next = request;
        }

        _tail = request;
        _waiting++;
    }

    private void Unlink(Request? previous, Request request)
    {
        if (previous is null)
        {
            _head = request.Next;
        }
        else
        {
            previous.Next = request.Next;
        }

        if (_tail == request)
        {
            _tail = previous;
        }

        _waiting--;
    }
}
