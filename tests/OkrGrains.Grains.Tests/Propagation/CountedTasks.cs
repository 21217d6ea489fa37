namespace OkrGrains.Grains.Tests.Propagation;

/// <summary>Runs each task at once where it is started, and counts them.</summary>
internal sealed class CountedTasks : TaskScheduler
{
    public int Count { get; private set; }

    protected override void QueueTask(Task task)
    {
        Count++;
        TryExecuteTask(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
