using OkrGrains.Grains.Ingest;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that a sender hands over to a goal of the same silo. A sender has one call at a time, and one object for all of them.</summary>
/// <param name="sender">The sender, which is told the outcome in a turn of the goal.</param>
internal sealed class HandedReadings(GoalSender sender)
{
    /// <summary>The goal's grain.</summary>
    public ReadingGoalGrain? Goal { get; set; }

    /// <summary>The readings.</summary>
    public SentReadings? Sent { get; set; }

    /// <summary>True if the sender wants to know that the goal has handed the readings over to the store.</summary>
    public bool TellsApplied { get; set; }

    /// <summary>Has the goal append the readings. It runs in a turn of the goal.</summary>
    public void Take() => Goal!.Take(this);

    /// <summary>Tells that the goal has handed the readings over to the store.</summary>
    public void Applied() => sender.HandedApplied();

    /// <summary>Tells that the goal has appended the readings, or takes none.</summary>
    public void Answer(in Appended answer)
    {
        Sent = null;
        sender.HandedAnswered(answer);
    }

    /// <summary>Tells that appending has failed; null for a goal that is busy or leaves, which has not begun. A call has to be made.</summary>
    public void Fail(Exception? failure)
    {
        Sent = null;
        sender.HandedFailed(failure);
    }
}
