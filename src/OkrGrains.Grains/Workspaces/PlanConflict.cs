using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>The changes that others have made to a plan since the editor read it.</summary>
/// <param name="Revision">The current revision of the workspace; 0 when there is no workspace.</param>
/// <param name="Author">The author of the newest of these changes.</param>
/// <param name="Reason">The reason for the newest of them.</param>
/// <param name="AcceptedAt">The instant at which the newest of them was accepted.</param>
/// <param name="Goals">The goals that these changes defined, moved, renamed or removed, by their current names.</param>
[Immutable, GenerateSerializer, Alias("okr.plan-conflict")]
public sealed record PlanConflict(
    [property: Id(0)] long Revision,
    [property: Id(1)] string Author,
    [property: Id(2)] string Reason,
    [property: Id(3)] Instant AcceptedAt,
    [property: Id(4)] ImmutableArray<GoalName> Goals)
{
    private const int PageSize = 1000;

    /// <summary>True if the workspace was deleted, which is the newest of these changes.</summary>
    [Id(5)]
    public bool IsDeletion { get; init; }

    /// <summary>Returns what was changed after the revision that an editor knows; null when nothing was.</summary>
    /// <remarks>
    /// The closing of a cycle does not count, since it changes no plan. A revision beyond the current one is of another store, or of a
    /// store that has lost its end: the editor does not know this plan.
    /// </remarks>
    internal static async Task<PlanConflict?> FindAsync(
        IDefinitionStore store, WorkspaceRow? workspace, string id, IReadOnlyList<GoalRow> goals, long known)
    {
        var current = workspace?.Revision ?? 0;
        if (workspace is null
            && (await store.ReadTombstonesAsync(id, CancellationToken.None)) is [.., { } last] && last.Position > known)
        {
            return new PlanConflict(0, last.Author, last.Reason, last.AcceptedAt, []) { IsDeletion = true };
        }

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
