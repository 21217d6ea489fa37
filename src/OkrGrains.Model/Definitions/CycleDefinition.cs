using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Definitions;

/// <summary>A span of time for which objectives are set (goal-model §7, §8).</summary>
/// <param name="Id">The id of the cycle, unique in the workspace.</param>
/// <param name="Start">The first day of the cycle. The cycle begins where this day starts in the workspace's time zone.</param>
/// <param name="End">The day after the last one; after <paramref name="Start"/>.</param>
/// <param name="CloseAfter">The time between the cycle's end and its closing; zero by default.</param>
public sealed record CycleDefinition(string Id, DateOnly Start, DateOnly End, Duration CloseAfter)
{
    /// <summary>The part of the workspace whose plan file holds it (goal-model §9).</summary>
    public string Part { get; init; } = PlanPart.Main;

    /// <summary>True if the plan gives the last day (<c>through</c>) in place of the end, and so people are shown that day.</summary>
    public bool GivesLastDay { get; init; }

    /// <summary>The last day of the cycle.</summary>
    public DateOnly LastDay => End.AddDays(-1);

    /// <summary>
    /// Returns the instant at which the clock closes the cycle in a workspace with the given zone: its end plus <see cref="CloseAfter"/>
    /// (goal-model §8).
    /// </summary>
    public Instant ClosesAt(Zone workspace) => Instant.Min(CycleSpan.Of(this, workspace).End.Plus(CloseAfter.Milliseconds), Instant.Latest);
}
