using OkrGrains.Model.Time;

namespace OkrGrains.Model.Cycles;

/// <summary>A span of time for which objectives are set (goal-model §7, §8).</summary>
/// <param name="Id">Unique in the workspace.</param>
/// <param name="Start">The first day, from where it starts in the workspace's time zone.</param>
/// <param name="End">The day after the last, after <paramref name="Start"/>.</param>
/// <param name="CloseAfter">How long after its end the cycle closes; zero by default.</param>
public sealed record CycleDefinition(string Id, DateOnly Start, DateOnly End, Duration CloseAfter)
{
    /// <summary>When the clock closes it: its end and <see cref="CloseAfter"/>, in a workspace with the given zone (goal-model §8).</summary>
    public Instant ClosesAt(Zone workspace) => Instant.Min(CycleSpan.Of(this, workspace).End.Plus(CloseAfter.Milliseconds), Instant.Latest);
}
