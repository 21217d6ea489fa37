using System.Collections.Immutable;
using OkrGrains.Grains.Ingest;
using OkrGrains.Model.Measures;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that a sender hands over to a goal of the same silo. A sender has one call at a time, and one object for all of them.</summary>
/// <param name="sender">The sender, which is told the outcome in a turn of the goal.</param>
internal sealed class HandedReadings(GoalSender sender) : IAppendListener
{
    private MeasureState? _measured;
    private ProducerOffsets? _producers;
    private long _position;

    /// <summary>The inbox of the goal that they were handed to.</summary>
    public ReadingInbox? Inbox { get; set; }

    /// <summary>The readings.</summary>
    public SentReadings? Sent { get; set; }

    /// <summary>True if the sender wants to know that the goal has handed the readings over to the store.</summary>
    public bool TellsApplied { get; set; }

    /// <summary>The producers of which a newer epoch is known, as <see cref="Appended"/> has them.</summary>
    public ImmutableArray<ProducerEpoch> Fenced { get; private set; }

    /// <summary>The failure of the append; null if it is durable.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Keeps what the goal holds once the append is durable.</summary>
    public void Keep(MeasureState measured, ProducerOffsets producers, ImmutableArray<ProducerEpoch> fenced) =>
        (_measured, _producers, Fenced, Failure) = (measured, producers, fenced, null);

    /// <summary>Returns the state that follows from a state of the goal and the append, which is durable.</summary>
    public ReadingState After(ReadingState held)
    {
        var next = held with { Position = _position, Measured = _measured!, Producers = _producers! };
        (_measured, _producers) = (null, null);
        return next;
    }

    void IAppendListener.Committed(long position)
    {
        _position = position;
        sender.Release(this);
    }

    void IAppendListener.Failed(Exception failure)
    {
        Failure = failure;
        sender.Release(this);
    }

    /// <summary>The work of the turn in which the goal takes the outcome, as <see cref="ReadingInbox.Weight"/> has it.</summary>
    public int Weight => Inbox?.Weight ?? 1;

    /// <summary>Has the goal take the outcome of the append in its next turn.</summary>
    public void PostOutcome() => Inbox!.PostOutcome(this);

    /// <summary>Tells that the goal has handed the readings over to the store.</summary>
    public void Applied() => sender.HandedApplied();

    /// <summary>Tells that the goal has appended the readings, or takes none.</summary>
    public void Answer(in Appended answer)
    {
        (Sent, Inbox) = (null, null);
        sender.HandedAnswered(answer);
    }

    /// <summary>Tells that appending has failed; null for a goal that is busy or leaves, which has not begun. A call has to be made.</summary>
    public void Fail(Exception? failure)
    {
        (Sent, Inbox, _measured, _producers) = (null, null, null, null);
        sender.HandedFailed(failure);
    }
}
