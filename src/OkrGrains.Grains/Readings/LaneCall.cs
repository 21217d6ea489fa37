namespace OkrGrains.Grains.Readings;

/// <summary>One call of a lane, and whose readings it carries.</summary>
/// <param name="sent">What is sent.</param>
internal abstract class LaneCall(SentReadings sent)
{
    public SentReadings Sent { get; } = sent;

    /// <summary>Whose readings they are, in their order.</summary>
    public abstract IEnumerable<LanePart> Parts { get; }

    /// <summary>Whether somebody wants to know when the goal holds them.</summary>
    public abstract bool TellsApplied { get; }

    /// <summary>All of them are durable.</summary>
    /// <param name="position">The commit.</param>
    /// <param name="wasApplied">Whether it has been said that the goal holds them.</param>
    public virtual void Complete(long position, bool wasApplied)
    {
        foreach (var part in Parts)
        {
            part.Submission.Complete(part.Count, position, wasApplied);
        }
    }

    /// <summary>An attempt ended without an answer: the goal may still be at work with what was sent.</summary>
    public virtual void LoseSight()
    {
    }

    /// <summary>It is over; <see cref="Parts"/> is not read any more.</summary>
    public virtual void End()
    {
    }
}

/// <summary>A call with what had to wait for the one before.</summary>
internal sealed class QueuedCall(SentReadings sent, IReadOnlyList<LanePart> parts) : LaneCall(sent)
{
    public override IEnumerable<LanePart> Parts => parts;

    public override bool TellsApplied => parts.Any(part => part.Submission.TellsApplied);
}
