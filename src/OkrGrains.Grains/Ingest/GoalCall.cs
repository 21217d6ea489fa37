using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Ingest;

/// <summary>One call of a goal sender, and the submissions whose readings it carries.</summary>
/// <param name="sent">The readings that are sent.</param>
internal abstract class GoalCall(SentReadings sent)
{
    public SentReadings Sent { get; } = sent;

    /// <summary>The submissions that the readings belong to, in the order of the readings.</summary>
    public abstract IEnumerable<CallPart> Parts { get; }

    /// <summary>True when somebody wants to know when the goal holds the readings.</summary>
    public abstract bool TellsApplied { get; }

    /// <summary>Tells the submissions that all readings are durable.</summary>
    /// <param name="position">The position of the commit.</param>
    /// <param name="wasApplied">True if the submissions have been told that the goal holds the readings.</param>
    public virtual void Complete(long position, bool wasApplied)
    {
        foreach (var part in Parts)
        {
            part.Submission.Complete(part.Count, position, wasApplied);
        }
    }

    /// <summary>Called when an attempt ended without an answer: the goal may still be reading what was sent.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Called when the call is over and <see cref="Parts"/> is not read any more.</summary>
    public virtual void End()
    {
    }
}

/// <summary>A call with readings that had to wait for the one before.</summary>
internal sealed class QueuedCall(SentReadings sent, IReadOnlyList<CallPart> parts) : GoalCall(sent)
{
    public override IEnumerable<CallPart> Parts => parts;

    public override bool TellsApplied => parts.Any(part => part.Submission.TellsApplied);
}
