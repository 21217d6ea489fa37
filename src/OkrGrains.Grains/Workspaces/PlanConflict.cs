using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Somebody else changed the plan since the editor read it.</summary>
/// <param name="Revision">The workspace's revision now; 0 when there is none.</param>
/// <param name="Author">Who made the newest of these changes.</param>
/// <param name="Reason">Why.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="Goals">The goals that these changes defined, moved, renamed or removed, by their names now.</param>
[Immutable, GenerateSerializer, Alias("okr.plan-conflict")]
public sealed record PlanConflict(
    [property: Id(0)] long Revision,
    [property: Id(1)] string Author,
    [property: Id(2)] string Reason,
    [property: Id(3)] Instant AcceptedAt,
    [property: Id(4)] ImmutableArray<GoalName> Goals)
{
    private const int PageSize = 1000;

    /// <summary>
    /// What was changed after the revision that an editor knows; null when nothing was. The closing of a cycle changes no plan. A revision
    /// that is not reached yet is of another store, or of one that has lost its end: the editor does not know this plan.
    /// </summary>
    internal static async Task<PlanConflict?> FindAsync(
        IGoalStore store, WorkspaceRow? workspace, string id, IReadOnlyList<GoalRow> goals, long known)
    {
        var current = workspace?.Revision ?? 0;
        if (known > current)
        {
            return new PlanConflict(current, "", "", Instant.Earliest, []);
        }

        ChangeRow? newest = null;
        var after = known;
        while (await store.ReadChangesAsync(id, after, PageSize, CancellationToken.None) is { Count: > 0 } changes)
        {
            newest = changes.LastOrDefault(change => change.Closing is null) ?? newest;
            after = changes[^1].Position;
        }

        return newest is null ? null : new PlanConflict(
            current,
            newest.Author,
            newest.Reason,
            newest.AcceptedAt,
            [.. goals.Where(goal => goal.Defined > known).Select(goal => goal.Name)]);
    }
}
