using Orleans.Runtime;

namespace OkrGrains.Grains.Readings;

/// <summary>Hands readings over to a goal of the same silo, without a message. It may be used on any thread.</summary>
/// <param name="turns">The scheduler of the goal's turns.</param>
/// <param name="goal">The goal's grain.</param>
internal sealed class ReadingInbox(IWorkItemScheduler turns, ReadingGoalGrain goal)
{
    /// <summary>Has the goal append readings in its next turn.</summary>
    public void Post(HandedReadings readings)
    {
        readings.Goal = goal;
        turns.QueueAction(static handed => ((HandedReadings)handed).Take(), readings);
    }
}
