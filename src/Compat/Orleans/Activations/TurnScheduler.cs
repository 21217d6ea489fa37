namespace Orleans.Runtime;

/// <summary>Runs all code of one activation, one turn at a time.</summary>
internal sealed class TurnScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    // Fairness: an activation that never runs dry goes to the back of the pool's queue.
    private const int TurnsPerVisit = 64;

    [ThreadStatic]
    private static bool t_inTurn;

    [ThreadStatic]
    private static TurnScheduler? t_next;

    private readonly Queue<object> _turns = new();
    private bool _scheduled;
    private bool _dropped;
    private volatile int _thread;

    internal Activation Activation { get; } = activation;

    public override int MaximumConcurrencyLevel => 1;

    public void Execute()
    {
        var scheduler = this;
        for (var visit = 0; scheduler is not null; visit++)
        {
            t_inTurn = true;
            var done = scheduler.RunTurns();
            t_inTurn = false;
            (var next, t_next) = (t_next, null);
            if (!done)
                ThreadPool.UnsafeQueueUserWorkItem(scheduler, preferLocal: false);

            if (next is not null && visit == TurnsPerVisit)
            {
                ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
                return;
            }

            scheduler = next;
        }
    }

    internal void Enqueue(object turn)
    {
        lock (_turns)
        {
            if (_dropped)
                return;

            _turns.Enqueue(turn);
            if (_scheduled)
                return;

            _scheduled = true;
        }

        // What a turn calls last runs next on its thread, without waking another; the rest goes to the pool.
        var scheduler = this;
        if (t_inTurn)
            (scheduler, t_next) = (t_next, this);

        if (scheduler is not null)
            ThreadPool.UnsafeQueueUserWorkItem(scheduler, preferLocal: true);
    }

    /// <summary>The silo has crashed: nothing of the activation runs any more.</summary>
    internal void Drop()
    {
        lock (_turns)
        {
            _dropped = true;
            _turns.Clear();
        }
    }

    /// <returns>False when turns are left.</returns>
    private bool RunTurns()
    {
        _thread = Environment.CurrentManagedThreadId;
        for (var i = 0; i < TurnsPerVisit; i++)
        {
            object? turn;
            lock (_turns)
            {
                if (!_turns.TryDequeue(out turn))
                {
                    _thread = 0;
                    _scheduled = false;
                    return true;
                }
            }

            if (i > 0 && t_next is { } waiting)
            {
                t_next = null;
                ThreadPool.UnsafeQueueUserWorkItem(waiting, preferLocal: true);
            }

            if (turn is Task task)
                TryExecuteTask(task);
            else
            {
                // A task of its own, so that whatever the request starts finds this scheduler as the current one.
                new Task(static request => ((Request)request!).Run(), turn).RunSynchronously(this);
            }
        }

        _thread = 0;
        return false;
    }

    protected override void QueueTask(Task task) => Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && _thread == Environment.CurrentManagedThreadId && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_turns)
            return [.. _turns.OfType<Task>()];
    }
}
