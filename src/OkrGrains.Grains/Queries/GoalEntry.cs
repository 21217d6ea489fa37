using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Definitions;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>A goal as the directory knows it.</summary>
/// <param name="Address">The address of its grain.</param>
/// <param name="Row">Its stored definition.</param>
/// <param name="Title">A line of text for people; the id where the plan gives no title.</param>
/// <param name="OwnedBy">The owner who answers for it; empty when the plan does not say.</param>
/// <param name="Unit">The unit of a KPI's value; empty when the plan does not say.</param>
/// <param name="Cycle">The id of its cycle; null for none.</param>
/// <param name="TakesReadings">True if readings are sent to it.</param>
/// <param name="Parents">
/// The goals that read it, each once, in the order of the plan; links that are shown and do not count are included.
/// </param>
public sealed record GoalEntry(
    GoalAddress Address,
    GoalRow Row,
    string Title,
    string OwnedBy,
    string Unit,
    string? Cycle,
    bool TakesReadings,
    ImmutableArray<GoalParent> Parents)
{
    /// <summary>The part of the workspace whose plan file holds it.</summary>
    public string Part { get; init; } = PlanPart.Main;

    /// <summary>What the plan says of it.</summary>
    public DefinedGoal Defined { get; init; } = new();
}

/// <summary>A goal that reads another.</summary>
/// <param name="Goal">The number of the goal that reads.</param>
/// <param name="Weight">The weight of the contribution; null where the link has none.</param>
/// <param name="Counts">False for a link that is shown and does not count.</param>
public sealed record GoalParent(long Goal, Model.Numbers.Weight? Weight, bool Counts);
