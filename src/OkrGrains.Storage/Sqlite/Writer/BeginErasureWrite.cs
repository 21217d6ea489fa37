using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Begins to remove the bytes of every deleted workspace that had an id.</summary>
/// <param name="id">The id.</param>
internal sealed class BeginErasureWrite(string id) : PendingWrite<int>
{
    /// <returns>The number of workspaces whose removal begins.</returns>
    public static int Write(StoreConnection connection, string id)
    {
        var kept = connection.Tombstones.ReadOf(id).Where(row => row.Stage == ErasureStage.None).ToList();
        kept.ForEach(row => connection.Tombstones.Write(row with { Stage = ErasureStage.Goals }));
        return kept.Count;
    }

    protected override int WriteRows(CommitScope scope)
    {
        var count = Write(scope.Connection, id);
        if (count > 0)
        {
            scope.Changed();
        }

        return count;
    }
}
