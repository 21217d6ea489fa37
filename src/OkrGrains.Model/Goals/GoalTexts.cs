using System.Collections.Immutable;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>What a goal of any kind may say of itself; no number depends on it (goal-model §9).</summary>
public sealed record GoalTexts
{
    /// <summary>One line; null when not given.</summary>
    public string? Title { get; init; }

    /// <summary>Any text.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for the goal.</summary>
    public string? Owner { get; init; }

    /// <summary>Why the goal is wanted.</summary>
    public string? Rationale { get; init; }

    /// <summary>What is expected to be done.</summary>
    public string? Actions { get; init; }

    /// <summary>What is needed.</summary>
    public string? Resources { get; init; }

    /// <summary><c>company</c>, <c>department</c>, <c>team</c>, <c>position</c> or <c>individual</c>; null when not given.</summary>
    public string? Scope { get; init; }

    /// <summary>Free words.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How often the goal wants a check-in; null for never.</summary>
    public Duration? Review { get; init; }

    /// <summary>The plan's <c>alerts</c>, kept as canonical JSON; null when not given.</summary>
    public string? Alerts { get; init; }
}
