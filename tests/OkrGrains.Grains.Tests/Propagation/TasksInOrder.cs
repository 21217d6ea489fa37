namespace OkrGrains.Grains.Tests.Propagation;

/// <summary>Keeps tasks, and runs the first of them when it is told to.</summary>
internal sealed class TasksInOrder : TaskScheduler
{
    private readonly Queue<Task> _tasks = new();

    public int Waiting => _tasks.Count;

    public TaskCreationOptions Options => _tasks.Peek().CreationOptions;

    public void RunNext() => TryExecuteTask(_tasks.Dequeue());

    protected override void QueueTask(Task task) => _tasks.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
}
