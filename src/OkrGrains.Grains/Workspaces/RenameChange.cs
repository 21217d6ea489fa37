using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>A request to give a goal another id. Its number stays, and with it its readings, its state and its history.</summary>
/// <param name="Goal">The current name of the goal.</param>
/// <param name="Id">The new id of the goal.</param>
/// <param name="Author">The author of the change.</param>
/// <param name="Reason">The reason for the change.</param>
/// <param name="Known">
/// The revision of the workspace that the editor knows; null skips the check that nothing has been changed since.
/// </param>
[Immutable, GenerateSerializer, Alias("okr.rename-change")]
public sealed record RenameChange(
    [property: Id(0)] GoalName Goal,
    [property: Id(1)] string Id,
    [property: Id(2)] string Author,
    [property: Id(3)] string Reason,
    [property: Id(4)] long? Known)
{
    /// <summary>The request, if its caller has named it; null otherwise.</summary>
    [Id(5)]
    public NamedRequest? Request { get; init; }

    /// <summary>
    /// Returns the commit that renames the goal wherever it is named. The goal must exist, and its new name must be free.
    /// </summary>
    internal DefinitionCommit ToCommit(WorkspaceRow workspace, IReadOnlyList<GoalRow> stored, IReadOnlyList<EdgeRow> edges)
    {
        GoalRow[] live = [.. stored.Where(row => !row.Removed)];
        var rows = live.ToDictionary(row => row.Name == Goal ? Goal with { Id = Id } : row.Name);
        var plan = StoredPlan.Of(workspace, live);
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

        var touched = EdgeGraph.Of(edges).WithAncestors(goals.Select(goal => goal.Goal));
        return new DefinitionCommit(workspace.Id, workspace.Revision, Author, Reason, null, goals, touched, [], [])
        {
            Request = Request is { } request
                ? new NewRequest(workspace.Id, request, RenamedAnswer.Write(goals.Select(goal => goal.Name)))
                : null,
        };
    }
}

/// <summary>The result of a renaming.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Revision">The workspace's revision.</param>
/// <param name="Changed">The goals whose definition changed, because they are renamed or name the renamed goal.</param>
[Immutable, GenerateSerializer, Alias("okr.renamed")]
public sealed record Renamed(
    [property: Id(0)] RenameOutcome Outcome, [property: Id(1)] long Revision, [property: Id(2)] ImmutableArray<GoalName> Changed)
{
    /// <summary>The changes of others; null unless <see cref="Outcome"/> is <see cref="RenameOutcome.Conflict"/>.</summary>
    [Id(3)]
    public PlanConflict? Conflict { get; init; }
}

/// <summary>The outcome of a renaming.</summary>
public enum RenameOutcome
{
    /// <summary>The goal has the new id.</summary>
    Done = 1,

    /// <summary>There is no such goal.</summary>
    UnknownGoal,

    /// <summary>Another goal of its kind has the name.</summary>
    NameTaken,

    /// <summary>Somebody else has changed the plan since the editor read it.</summary>
    Conflict,

    /// <summary>The request has the id of another one.</summary>
    RequestReused,
}
