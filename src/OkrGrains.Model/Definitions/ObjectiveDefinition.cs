using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Model.Definitions;

/// <summary>An objective as its plan defines it (goal-model §6, §7, §9).</summary>
public sealed record ObjectiveDefinition
{
    /// <summary>The id, unique among the objectives of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>The part of the workspace whose plan file holds it and its key results (goal-model §9).</summary>
    public string Part { get; init; } = PlanPart.Main;

    /// <summary>The descriptive fields.</summary>
    public GoalTexts Texts { get; init; } = new();

    /// <summary>The id of the cycle; null for none.</summary>
    public string? Cycle { get; init; }

    /// <summary>The commitment, which decides from which score on the objective is a success.</summary>
    public Commitment Commitment { get; init; }

    /// <summary>The kind: <c>outcome</c> or <c>performance</c>; null when not given.</summary>
    public string? Kind { get; init; }

    /// <summary>The tier: <c>strategic</c>, <c>tactical</c> or <c>operational</c>; null when not given.</summary>
    public string? Tier { get; init; }

    /// <summary>The priority, any text; null when not given.</summary>
    public string? Priority { get; init; }

    /// <summary>The contributions that it takes.</summary>
    public RollUpSource From { get; init; }

    /// <summary>The kind of roll-up that turns the contributions into its score.</summary>
    public RollUpKind RollUp { get; init; }

    /// <summary>The rule for a contribution without data.</summary>
    public NoDataRule NoData { get; init; }

    /// <summary>The objectives and key results that it is aligned under.</summary>
    public ImmutableArray<ParentLink> Parents { get; init; } = [];

    /// <summary>The key results, in the order of the plan.</summary>
    public ImmutableArray<KeyResultDefinition> KeyResults { get; init; } = [];

    /// <summary>The milestones of its expected progress, by ascending date.</summary>
    public ImmutableArray<Milestone> Milestones { get; init; } = [];
}

/// <summary>The commitment of an objective: the score from which on it is a success (goal-model §7).</summary>
public enum Commitment
{
    /// <summary>A score of 0.7 is a success. This is the default.</summary>
    Aspirational = 0,

    /// <summary>Only a score of 1 is a success.</summary>
    Committed,
}

/// <summary>A link from an objective to the goal that it is aligned under (goal-model §6).</summary>
/// <param name="Parent">
/// The objective or key result above. A link to a key result that is measured by itself is shown and does not count.
/// </param>
/// <param name="Weight">The weight of the contribution; 1 by default.</param>
public sealed record ParentLink(GoalName Parent, Weight Weight);
