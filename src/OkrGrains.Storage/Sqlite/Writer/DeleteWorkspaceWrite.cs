using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Deletes a workspace: frees its id, ends the staleness of its states, and writes the tombstone.</summary>
internal sealed class DeleteWorkspaceWrite(WorkspaceDeletion deletion) : PendingWrite<long>
{
    private const int GoalsAtATime = 4096;

    protected override long WriteRows(CommitScope scope)
    {
        var connection = scope.Connection;
        var before = connection.Workspaces.Read(deletion.Workspace);
        if (before is null || before.Revision != deletion.ExpectedRevision)
        {
            throw new StoreConflictException(
                $"Workspace {deletion.Workspace} is at revision {before?.Revision ?? 0}, not at {deletion.ExpectedRevision}.");
        }

        if (deletion.Request is { } request)
        {
            connection.Requests.CheckFree(new NewRequest(connection.Tombstones.KeyOf(before.Id), request, ReadOnlyMemory<byte>.Empty));
        }

        connection.SetSavepoint();
        var logged = scope.StateLog.Mark();
        try
        {
            Write(scope, before);
        }
        catch (StoreDamagedException)
        {
            // Other writes share the transaction, so only this one may be undone.
            connection.RollbackToSavepoint();
            scope.StateLog.BackTo(logged);
            scope.States.Forget();
            throw;
        }

        connection.ReleaseSavepoint();
        scope.Changed();
        return scope.Position;
    }

    private void Write(CommitScope scope, WorkspaceRow before)
    {
        var connection = scope.Connection;
        var number = connection.Workspaces.NumberOf(before.Id)!.Value;
        var gone = before with { Id = WorkspaceKey.OfDeleted(before.Id, before.Generation), Revision = scope.Position };
        connection.Workspaces.Rename(number, gone);
        connection.Tombstones.Write(new StoredTombstone(
            number,
            before.Id,
            before.Generation,
            scope.Position,
            scope.AcceptedAt,
            deletion.Author,
            deletion.Reason,
            deletion.Request,
            scope.Counters.NextGoal - 1,
            connection.Producers.NextNumber() - 1,
            ErasureStage.None,
            ErasedTo: 0));
        EndStaleness(scope, number);
        if (deletion.Erases)
        {
            BeginErasureWrite.Write(connection, before.Id);
        }
    }

    /// <summary>Sees to it that no state of the workspace is stale any more, since nobody computes one again.</summary>
    private static void EndStaleness(CommitScope scope, long workspace)
    {
        long last = 0;
        while (scope.Connection.Goals.ReadNumbers(workspace, last, GoalsAtATime) is { Count: > 0 } goals)
        {
            goals.ForEach(scope.States.DefinitionChanged);
            last = goals[^1];
        }
    }
}
