namespace Orleans.Runtime;

/// <summary>Runs all code of one activation, one turn at a time.</summary>
internal sealed class TurnScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    // Fairness: an activation that never runs dry goes to the back of the pool's queue.
    private const int TurnsPerVisit = 64;

    private readonly Queue<object> _turns = new();
    private bool _scheduled;
    private bool _dropped;
    private int _thread;

    internal Activation Activation { get; } = activation;

    public override int MaximumConcurrencyLevel => 1;

    public void Execute()
    {
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        for (var i = 0; i < TurnsPerVisit; i++)
        {
            object? turn;
            lock (_turns)
            {
                if (!_turns.TryDequeue(out turn))
                {
                    _thread = 0;
                    _scheduled = false;
                    return;
                }
            }

            if (turn is Task task)
            {
                TryExecuteTask(task);
            }
            else
            {
                // A task of its own, so that whatever the request starts finds this scheduler as the current one.
                new Task(static request => ((Request)request!).Run(), turn).RunSynchronously(this);
            }
        }

        Volatile.Write(ref _thread, 0);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    internal void Enqueue(object turn)
    {
        lock (_turns)
        {
            if (_dropped)
            {
                return;
            }

            _turns.Enqueue(turn);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
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

    protected override void QueueTask(Task task) => Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Volatile.Read(ref _thread) == Environment.CurrentManagedThreadId && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_turns)
        {
            return [.. _turns.OfType<Task>()];
        }
    }
}
