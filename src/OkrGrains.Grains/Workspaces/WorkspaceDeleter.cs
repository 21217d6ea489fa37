using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// Deletes one workspace. The owner of the workspace uses it, so that nothing else changes the workspace meanwhile; the store refuses what
/// another owner or a goal would write after the deletion.
/// </summary>
internal sealed class WorkspaceDeleter(IGoalStore store, IGrainFactory grains, string workspace)
{
    /// <summary>Deletes the workspace, and answers once every goal of it that is active knows.</summary>
    public async Task<Deleted> DeleteAsync(DeleteChange change)
    {
        var tombstones = await store.ReadTombstonesAsync(workspace, CancellationToken.None);
        if (change.Request is { } asked && await FormerAsync(tombstones, asked) is { } former)
        {
            return former;
        }

        var row = await store.ReadWorkspaceAsync(workspace, CancellationToken.None);
        if (row is null || (change.Generation > 0 && change.Generation != row.Generation))
        {
            return await EraseAsync(tombstones, change);
        }

        var goals = await store.ReadGoalsAsync(workspace, CancellationToken.None);
        var edges = await store.ReadEdgesAsync(workspace, CancellationToken.None);
        if (change.Known is { } known && await PlanConflict.FindAsync(store, row, workspace, goals, known) is { } conflict)
        {
            return new Deleted(DeleteOutcome.Conflict, 0) { Conflict = conflict };
        }

        var deletion = new WorkspaceDeletion(workspace, row.Revision, change.Author, change.Reason, change.Erases)
        {
            Request = change.Request,
        };
        var position = await store.DeleteWorkspaceAsync(deletion, CancellationToken.None);
        await new DefinitionNews(store, grains).TellDeletedAsync(workspace, goals, edges, position);
        return new Deleted(DeleteOutcome.Done, row.Generation);
    }

    /// <summary>
    /// Returns the outcome of the request with that id which was carried out before; null if there is none. A deletion that is sent again
    /// must not delete a later generation.
    /// </summary>
    private async Task<Deleted?> FormerAsync(IReadOnlyList<Tombstone> tombstones, NamedRequest asked)
    {
        if (tombstones.FirstOrDefault(tombstone => tombstone.Request?.Id == asked.Id) is { } former)
        {
            return former.Request!.AsksForSame(asked)
                ? new Deleted(DeleteOutcome.Done, former.Generation)
                : new Deleted(DeleteOutcome.RequestReused, 0);
        }

        return await store.FindRequestAsync(workspace, asked.Id, CancellationToken.None) is null
            ? null
            : new Deleted(DeleteOutcome.RequestReused, 0);
    }

    /// <summary>Begins to remove the bytes of what was deleted before, if that is asked for.</summary>
    private async Task<Deleted> EraseAsync(IReadOnlyList<Tombstone> tombstones, DeleteChange change)
    {
        var meant = tombstones.LastOrDefault(tombstone => change.Generation == 0 || tombstone.Generation == change.Generation);
        if (!change.Erases || meant is null)
        {
            return new Deleted(DeleteOutcome.UnknownWorkspace, 0);
        }

        await store.EraseDeletedAsync(workspace, CancellationToken.None);
        return new Deleted(DeleteOutcome.Done, meant.Generation);
    }
}
