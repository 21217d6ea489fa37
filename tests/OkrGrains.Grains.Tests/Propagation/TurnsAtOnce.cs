using Orleans.Runtime;

namespace OkrGrains.Grains.Tests.Propagation;

/// <summary>The scheduler of a grain whose turns run at once.</summary>
internal sealed class TurnsAtOnce : IWorkItemScheduler
{
    public void QueueAction(Action action) => action();

    public void QueueAction(Action<object> action, object state) => action(state);

    public void QueueTask(Task task) => task.RunSynchronously();
}
