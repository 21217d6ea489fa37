namespace OkrGrains.Grains.Propagation;

/// <summary>Bounds the calls in flight, in all and for each workspace, so that no workspace takes what others need.</summary>
/// <remarks>
/// Calls that may not be made yet wait here in a queue of their workspace, and the workspaces take turns. No timeout of a call runs
/// meanwhile. After a few calls whatever else has come for a thread goes first: a thread takes what it has queued itself before anything
/// else, and as each answer lets the next call go, the calls of one large tree would keep all threads to themselves until the last of them.
/// </remarks>
internal class CallThrottle : IDisposable
{
    /// <summary>
    /// The longest wait for an answer while other calls wait. If none of the calls in flight is answered for so long, their silo may be
    /// dead, and they do not count any more.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CallAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Queue<CallAccount> _ready = new();
    private readonly ITimer _timer;
    private readonly int _most;
    private readonly int _mostOfWorkspace;
    private readonly int _atOnce;
    private readonly TaskScheduler _home;
    private int _inFlight;
    private int _waiting;
    private int _generation;

    /// <summary>The calls that may begin before others go first.</summary>
    private int _room;

    /// <summary>True while others go first.</summary>
    private bool _givesWay;

    /// <param name="time">Measures how long answers are waited for.</param>
    /// <param name="most">The most calls in flight.</param>
    /// <param name="mostOfWorkspace">The most of them for one workspace.</param>
    /// <param name="atOnce">The calls that begin before whatever else has come for a thread goes first.</param>
    /// <param name="home">Where calls begin that have let others go first: the pool of threads, but in a simulation.</param>
    public CallThrottle(TimeProvider time, int most, int mostOfWorkspace, int atOnce, TaskScheduler home)
    {
        (Time, _most, _mostOfWorkspace, _atOnce, _home, _room) = (time, most, mostOfWorkspace, atOnce, home, atOnce);
        _timer = time.CreateTimer(static calls => ((CallThrottle)calls!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    protected TimeProvider Time { get; }

    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// Waits until the call may be made: before calls of its workspace that have a later rank, and after those of its own rank that came
    /// before.
    /// </summary>
    /// <returns>The ticket to give to <see cref="Leave"/>.</returns>
    public ValueTask<CallTicket> EnterAsync(string workspace, CallRank rank)
    {
        TaskCompletionSource<CallTicket> waiter;
        lock (_gate)
        {
            if (!_accounts.TryGetValue(workspace, out var account))
            {
                _accounts.Add(workspace, account = new CallAccount(workspace));
            }

            if (_room > 0 && _inFlight < _most && account.InFlight < _mostOfWorkspace)
            {
                return new(Begin(account));
            }

            if (_waiting++ == 0)
            {
                _timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }

            waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            account.Enqueue(waiter, rank);
            Queue(account);
        }

        GiveWay();
        return new(waiter.Task);
    }

    /// <summary>Ends a call, which has been answered or has failed.</summary>
    /// <param name="ticket">The ticket that <see cref="EnterAsync"/> returned; the default one does nothing.</param>
    public void Leave(CallTicket ticket)
    {
        if (ticket.Account is not { } account)
        {
            return;
        }

        lock (_gate)
        {
            if (ticket.Generation == _generation)
            {
                _inFlight--;
                account.InFlight--;
                Queue(account);
                LetIn();
                Forget(account);
            }
        }

        GiveWay();
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _generation++;
            _inFlight = 0;
            foreach (var account in _accounts.Values.ToList())
            {
                account.InFlight = 0;
                Queue(account);
                Forget(account);
            }

            LetIn();
        }

        GiveWay();
    }

    /// <summary>Has others go first before the next call, if there is one that could begin but for them.</summary>
    private void GiveWay()
    {
        lock (_gate)
        {
            if (_givesWay || _room > 0 || _inFlight >= _most || _ready.Count == 0)
            {
                return;
            }

            _givesWay = true;
        }

        // Fair: behind what waits for any thread of the pool, and not before all that this thread has queued.
        Task.Factory.StartNew(
            static calls => ((CallThrottle)calls!).GoOn(),
            this,
            CancellationToken.None,
            TaskCreationOptions.PreferFairness | TaskCreationOptions.DenyChildAttach,
            _home);
    }

    private void GoOn()
    {
        lock (_gate)
        {
            (_room, _givesWay) = (_atOnce, false);
            LetIn();
        }

        GiveWay();
    }

    private void LetIn()
    {
        var came = false;
        while (_room > 0 && _inFlight < _most && _ready.TryDequeue(out var account))
        {
            account.IsReady = false;
            if (account.InFlight < _mostOfWorkspace && account.TryDequeue(out var waiter))
            {
                came = true;
                _waiting--;
                waiter.SetResult(Begin(account));
                Queue(account);
            }
        }

        if (came)
        {
            _timer.Change(_waiting > 0 ? Patience : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private CallTicket Begin(CallAccount account)
    {
        _room--;
        _inFlight++;
        account.InFlight++;
        return new CallTicket(account, _generation);
    }

    /// <summary>Gives a workspace a place among those that take turns, if it has a call that may be made.</summary>
    private void Queue(CallAccount account)
    {
        if (!account.IsReady && account.Waiting > 0 && account.InFlight < _mostOfWorkspace)
        {
            account.IsReady = true;
            _ready.Enqueue(account);
        }
    }

    private void Forget(CallAccount account)
    {
        if (account.InFlight == 0 && account.Waiting == 0)
        {
            _accounts.Remove(account.Workspace);
        }
    }
}

/// <summary>Says that a call is in flight. The default value is the ticket of a call that nobody bounds.</summary>
internal readonly record struct CallTicket(CallAccount? Account, int Generation);
