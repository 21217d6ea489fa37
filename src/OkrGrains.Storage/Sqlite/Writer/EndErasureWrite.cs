using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Records that nothing is left of some deleted workspaces.</summary>
/// <param name="tombstones">Their tombstones as they were when the file was written anew.</param>
internal sealed class EndErasureWrite(IReadOnlyList<StoredTombstone> tombstones) : PendingWrite<int>
{
    protected override int WriteRows(CommitScope scope)
    {
        foreach (var tombstone in tombstones)
        {
            scope.Connection.Tombstones.Write(tombstone with { Stage = ErasureStage.Done });
            scope.Changed();
        }

        return tombstones.Count;
    }
}
