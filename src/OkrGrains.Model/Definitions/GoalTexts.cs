using System.Collections.Immutable;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Definitions;

/// <summary>
/// The descriptive fields that a goal of any kind may have, with its review interval and alerts. No number depends on them (goal-model §9).
/// </summary>
public sealed record GoalTexts
{
    /// <summary>The title, one line; null when not given.</summary>
    public string? Title { get; init; }

    /// <summary>The description, any text; null when not given.</summary>
    public string? Description { get; init; }

    /// <summary>The name of whoever answers for the goal; null when not given.</summary>
    public string? Owner { get; init; }

    /// <summary>The reason why the goal is wanted; null when not given.</summary>
    public string? Rationale { get; init; }

    /// <summary>The actions that are expected; null when not given.</summary>
    public string? Actions { get; init; }

    /// <summary>The resources that are needed; null when not given.</summary>
    public string? Resources { get; init; }

    /// <summary>
    /// The scope: <c>company</c>, <c>department</c>, <c>team</c>, <c>position</c> or <c>individual</c>; null when not given.
    /// </summary>
    public string? Scope { get; init; }

    /// <summary>The tags, free words; empty when none are given.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The interval at which the goal wants check-ins; null for never.</summary>
    public Duration? Review { get; init; }

    /// <summary>The plan's <c>alerts</c>, kept as canonical JSON; null when not given.</summary>
    public string? Alerts { get; init; }
}
