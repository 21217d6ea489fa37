using OkrGrains.Simulation.Tests.Silos;

namespace OkrGrains.Simulation.Tests.Time;

/// <summary>Runs all code of one activation, silo or client, one turn at a time.</summary>
/// <param name="world">The simulation, which draws the queue that runs next.</param>
/// <param name="silo">The silo where the code runs; null outside of silos.</param>
/// <param name="name">The name of the one whose code it is.</param>
internal sealed class TurnQueue(World world, SimulatedSilo? silo, string name) : TaskScheduler, IWorkItemScheduler
{
    private readonly Queue<Task> _turns = new();
    private bool _isReady;

    /// <summary>The queue whose code runs now.</summary>
    public static TurnQueue Running =>
        Current as TurnQueue ?? throw new InvalidOperationException("This runs outside of the simulation.");

    public SimulatedSilo? Silo { get; } = silo;

    /// <summary>The activation whose code it is; null for a silo or client.</summary>
    public SimulatedActivation? Activation { get; init; }

    public string Name { get; } = name;

    public bool IsDropped { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    public Task Start(Func<Task> code) =>
        Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public void Start(Action code) =>
        _ = Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    public void QueueAction(Action action) => Start(action);

    public void QueueAction(Action<object> action, object state) => Start(() => action(state));

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    /// <summary>Ends the queue: nothing of it runs any more, even in the middle of what it does.</summary>
    public void Drop()
    {
        IsDropped = true;
        _turns.Clear();
    }

    /// <returns>True if more is ready.</returns>
    public bool RunNext()
    {
        if (_turns.TryDequeue(out var turn))
        {
            TryExecuteTask(turn);
        }

        return _isReady = _turns.Count > 0;
    }

    protected override void QueueTask(Task task)
    {
        // Checked before the thread is: garbage of a silo or simulation that has ended is finalised on a thread of its own.
        if (IsDropped || world.IsOver)
        {
            return;
        }

        world.CheckThread();

        _turns.Enqueue(task);
        if (!_isReady)
        {
            _isReady = true;
            world.Ready(this);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _turns;
}
