using System.Collections.Immutable;
using OkrGrains.Grains.Recalculation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Plans;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Workspaces;

/// <summary>A goal is to be given another id. Its number stays, and with it its readings, its state and its history.</summary>
/// <param name="Goal">Its name now.</param>
/// <param name="Id">Its new id.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Known">The revision of the workspace that the editor knows; null not to look.</param>
[Immutable, GenerateSerializer, Alias("okr.rename-change")]
public sealed record RenameChange(
    [property: Id(0)] GoalName Goal,
    [property: Id(1)] string Id,
    [property: Id(2)] string Author,
    [property: Id(3)] string Reason,
    [property: Id(4)] long? Known)
{
    /// <summary>The commit that renames it wherever it is named; the goal is there, and its new name is free.</summary>
    internal DefinitionCommit ToCommit(WorkspaceRow workspace, IReadOnlyList<GoalRow> stored, IReadOnlyList<EdgeRow> edges)
    {
        GoalRow[] live = [.. stored.Where(row => !row.Removed)];
        var rows = live.ToDictionary(row => row.Name == Goal ? Goal with { Id = Id } : row.Name);
        var plan = StoredPlan.Of(workspace.Id, workspace.Settings.Span, live.Select(StoredPlan.DefinitionOf));
        var renamed = new Renaming(new Dictionary<GoalName, string> { [Goal] = Id }).Of(plan);
        var goals = new List<GoalDefinition>();
        foreach (var goal in PlannedGoal.AllOf(renamed))
        {
            var row = rows[goal.Name];
            if (row.Name != goal.Name || !row.Body.Span.SequenceEqual(goal.Body))
            {
                goals.Add(StoredPlan.DefinitionOf(row) with { Name = goal.Name, Body = goal.Body });
            }
        }

        return new DefinitionCommit(
            workspace.Id, workspace.Revision, Author, Reason, null, goals, AllAbove.Of(goals.Select(goal => goal.Goal), edges), [], []);
    }
}

/// <summary>What became of a renaming.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Revision">The workspace's revision.</param>
/// <param name="Changed">The goals that were defined anew, because they are renamed or name the renamed one.</param>
[Immutable, GenerateSerializer, Alias("okr.renamed")]
public sealed record Renamed(
    [property: Id(0)] RenameOutcome Outcome, [property: Id(1)] long Revision, [property: Id(2)] ImmutableArray<GoalName> Changed)
{
    /// <summary>What somebody else has changed; null unless that is the outcome.</summary>
    [Id(3)]
    public PlanConflict? Conflict { get; init; }
}

/// <summary>Whether a goal was renamed.</summary>
public enum RenameOutcome
{
    /// <summary>It was.</summary>
    Done = 1,

    /// <summary>There is no such goal.</summary>
    UnknownGoal,

    /// <summary>Another goal of its kind has the name.</summary>
    NameTaken,

    /// <summary>Somebody else has changed the plan since the editor read it.</summary>
    Conflict,
}
