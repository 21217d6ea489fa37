using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Erasing;

/// <summary>
/// One piece of the removal of a deleted workspace's bytes. It is small, so that the commits of others do not wait long, and the tombstone
/// says how far the pieces have come, so that the next start goes on from there.
/// </summary>
/// <param name="connection">The writer's connection, in a transaction.</param>
/// <param name="tombstone">The tombstone as the piece before has left it.</param>
/// <param name="goals">The numbers of the workspace's goals.</param>
internal sealed class ErasurePiece(StoreConnection connection, StoredTombstone tombstone, IReadOnlySet<long> goals)
{
    /// <summary>The most rows of one table that a piece removes.</summary>
    private const int Rows = 256;

    /// <summary>The most chunks that a piece looks at, but for those of its last commit.</summary>
    private const int Chunks = 32;

    /// <returns>The tombstone as this piece leaves it.</returns>
    public StoredTombstone Run() => tombstone.Stage switch
    {
        ErasureStage.Goals => EraseOfGoal(),
        ErasureStage.Chunks => EraseReadings(),
        _ => EraseDefinitions(),
    };

    /// <summary>Removes what the next goals have of their own. Their readings stay until all goals are through.</summary>
    private StoredTombstone EraseOfGoal()
    {
        var left = Rows;
        var last = tombstone.ErasedTo;
        foreach (var goal in connection.Goals.ReadNumbers(tombstone.Workspace, last, Rows))
        {
            left -= connection.Erasing.DeleteOfGoal(goal, left);
            if (left <= 0)
            {
                // The goal may have more, and is looked at again.
                return tombstone with { ErasedTo = last };
            }

            left--;
            last = goal;
        }

        return connection.Goals.ReadNumbers(tombstone.Workspace, last, 1).Count > 0
            ? tombstone with { ErasedTo = last }
            : tombstone with { Stage = ErasureStage.Chunks, ErasedTo = connection.Erasing.FirstChange(tombstone.Workspace) - 1 };
    }

    /// <summary>Removes the readings of the next commits. Those of other workspaces in the same chunks stay as they are.</summary>
    private StoredTombstone EraseReadings()
    {
        var last = connection.Erasing.EraseChunks(tombstone.ErasedTo, tombstone.Position, Chunks, goals.Contains);
        return last is { } position
            ? tombstone with { ErasedTo = position }
            : tombstone with { Stage = ErasureStage.Definitions, ErasedTo = 0 };
    }

    private StoredTombstone EraseDefinitions()
    {
        var number = tombstone.Workspace;
        var key = WorkspaceKey.Of(tombstone.Id, tombstone.Generation);
        var erasing = connection.Erasing;
        if (erasing.DeleteClosing(number)
            || erasing.DeleteChanges(number, Rows) > 0
            || erasing.DeleteProducers(key, Rows) > 0
            || erasing.DeleteRequests(key, Rows) > 0
            || erasing.DeleteGoals(number, Rows) > 0)
        {
            return tombstone;
        }

        // The row itself stays, so that the workspace's number is not used again.
        var id = WorkspaceKey.OfDeleted(tombstone.Id, tombstone.Generation);
        connection.Workspaces.Rename(number, new(id, tombstone.Position, tombstone.Position, ReadOnlyMemory<byte>.Empty));
        return tombstone with { Stage = ErasureStage.Traces, ErasedTo = 0 };
    }
}
