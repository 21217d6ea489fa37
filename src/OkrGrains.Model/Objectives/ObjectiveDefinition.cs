using System.Collections.Immutable;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.KeyResults;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.RollUps;

namespace OkrGrains.Model.Objectives;

/// <summary>An objective as its plan defines it (goal-model §6, §7, §9).</summary>
public sealed record ObjectiveDefinition
{
    /// <summary>Unique among the objectives of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>What it says of itself.</summary>
    public GoalTexts Texts { get; init; } = new();

    /// <summary>The id of its cycle; null for none.</summary>
    public string? Cycle { get; init; }

    /// <summary>What counts as success.</summary>
    public Commitment Commitment { get; init; }

    /// <summary><c>outcome</c> or <c>performance</c>; null when not given.</summary>
    public string? Kind { get; init; }

    /// <summary><c>strategic</c>, <c>tactical</c> or <c>operational</c>; null when not given.</summary>
    public string? Tier { get; init; }

    /// <summary>Any text; null when not given.</summary>
    public string? Priority { get; init; }

    /// <summary>Which contributions it takes.</summary>
    public RollUpSource From { get; init; }

    /// <summary>How they become its score.</summary>
    public RollUpKind RollUp { get; init; }

    /// <summary>What one without data counts as.</summary>
    public NoDataRule NoData { get; init; }

    /// <summary>What it is aligned under.</summary>
    public ImmutableArray<ParentLink> Parents { get; init; } = [];

    /// <summary>Its key results, in the order of the plan.</summary>
    public ImmutableArray<KeyResultDefinition> KeyResults { get; init; } = [];

    /// <summary>Its points of expected progress, by ascending date.</summary>
    public ImmutableArray<Milestone> Milestones { get; init; } = [];
}

/// <summary>What counts as success (goal-model §7).</summary>
public enum Commitment
{
    /// <summary>0.7 is success. The default.</summary>
    Aspirational = 0,

    /// <summary>Only 1 is success.</summary>
    Committed,
}

/// <summary>A link of an objective to what it is aligned under (goal-model §6).</summary>
/// <param name="Parent">An objective or a key result; a link to one that is measured by itself is shown and does not count.</param>
/// <param name="Weight">The weight of the contribution; 1 by default.</param>
public sealed record ParentLink(GoalName Parent, Weight Weight);
