using OkrGrains.Grains.Time;
using Orleans.Runtime;

namespace OkrGrains.Grains.Readings;

/// <summary>Hands readings over to a goal of the same silo, without a message. It may be used on any thread.</summary>
/// <param name="turns">The scheduler of the goal's turns.</param>
/// <param name="goal">The goal's grain.</param>
/// <param name="active">The grain as others find it while it is active.</param>
internal sealed class ReadingInbox(IWorkItemScheduler turns, ReadingGoalGrain goal, ActiveGrain active)
{
    /// <inheritdoc cref="ActiveGrain.Weight"/>
    public int Weight => active.Weight;

    /// <summary>Has the goal append readings in its next turn.</summary>
    public void Post(HandedReadings readings)
    {
        readings.Inbox = this;
        turns.QueueAction(static handed => ((HandedReadings)handed).Inbox!.Take((HandedReadings)handed), readings);
    }

    /// <summary>Has the goal take the outcome of an append in its next turn.</summary>
    public void PostOutcome(HandedReadings readings) =>
        turns.QueueAction(static handed => ((HandedReadings)handed).Inbox!.TakeOutcome((HandedReadings)handed), readings);

    private void Take(HandedReadings readings) => goal.Take(readings);

    private void TakeOutcome(HandedReadings readings) => goal.TakeOutcome(readings);
}
