using OkrGrains.Storage.Sqlite.Erasing;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Removes one piece of a deleted workspace's bytes, and records how far that has come.</summary>
/// <param name="workspace">The workspace's number.</param>
/// <param name="goals">The numbers of its goals.</param>
internal sealed class EraseWrite(long workspace, IReadOnlySet<long> goals) : PendingWrite<bool>
{
    /// <returns>True if rows are left.</returns>
    protected override bool WriteRows(CommitScope scope)
    {
        if (scope.Connection.Tombstones.Read(workspace) is not { Stage: > ErasureStage.None and < ErasureStage.Traces } before)
        {
            return false;
        }

        scope.Connection.SecureDelete(true);
        try
        {
            return Erase(scope, before);
        }
        finally
        {
            scope.Connection.SecureDelete(false);
        }
    }

    private bool Erase(CommitScope scope, StoredTombstone before)
    {
        var connection = scope.Connection;
        if (scope.StateLog.Holds(goals))
        {
            scope.StateLog.FoldAll();
        }

        connection.SetSavepoint();
        StoredTombstone after;
        try
        {
            after = new ErasurePiece(connection, before, goals).Run();
            connection.Tombstones.Write(after);
        }
        catch (StoreDamagedException)
        {
            // Other writes share the transaction, so only this one may be undone.
            connection.RollbackToSavepoint();
            throw;
        }

        connection.ReleaseSavepoint();
        scope.Changed();
        return after.Stage < ErasureStage.Traces;
    }
}
