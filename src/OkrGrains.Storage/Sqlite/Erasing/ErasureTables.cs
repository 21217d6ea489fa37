using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Erasing;

/// <summary>Removes rows of deleted workspaces from all tables. Nothing else removes any, but for edges that a plan replaces.</summary>
internal sealed class ErasureTables(StoreConnection connection)
{
    private readonly Statement _deleteState = connection.Prepare("DELETE FROM states WHERE goal = ?1");

    private readonly Statement _deleteAmendments = connection.Prepare(
        "DELETE FROM amendments WHERE (goal, producer, sequence, position) IN "
        + "(SELECT goal, producer, sequence, position FROM amendments WHERE goal = ?1 LIMIT ?2)");

    // The newest first: the numbers of the check-ins that are left still begin with 1 and have no gap.
    private readonly Statement _deleteCheckIns = connection.Prepare(
        "DELETE FROM check_ins WHERE (goal, number) IN (SELECT goal, number FROM check_ins WHERE goal = ?1 ORDER BY number DESC LIMIT ?2)");

    private readonly Statement _firstChange = connection.Prepare("SELECT min(position) FROM changes WHERE workspace = ?1");

    private readonly Statement _firstClosing = connection.Prepare("SELECT min(position) FROM closings WHERE workspace = ?1");

    private readonly Statement _deleteClosing = connection.Prepare("DELETE FROM closings WHERE workspace = ?1 AND position = ?2");

    private readonly Statement _deleteFinals = connection.Prepare(
        "DELETE FROM finals WHERE position = ?2 AND (SELECT workspace FROM goals g WHERE g.goal = finals.goal) = ?1");

    private readonly Statement _deleteChanges = connection.Prepare(
        "DELETE FROM changes WHERE (position, workspace) IN (SELECT position, workspace FROM changes WHERE workspace = ?1 LIMIT ?2)");

    private readonly Statement _deleteProducers = connection.Prepare(
        "DELETE FROM producers WHERE number IN (SELECT number FROM producers WHERE workspace = ?1 LIMIT ?2)");

    private readonly Statement _deleteRequests = connection.Prepare(
        "DELETE FROM requests WHERE workspace = ?1 AND id IN (SELECT id FROM requests WHERE workspace = ?1 LIMIT ?2)");

    private readonly Statement _deleteRevisions = connection.Prepare("DELETE FROM revisions WHERE goal = ?1");

    private readonly Statement _deleteGoal = connection.Prepare("DELETE FROM goals WHERE goal = ?1");

    private readonly ChunkWriter _chunks = new();

    /// <summary>Removes a goal's state, edges, amendments and check-ins, the last two up to a number of rows.</summary>
    /// <returns>The number of removed amendments and check-ins.</returns>
    public int DeleteOfGoal(long goal, int limit)
    {
        _deleteState.Bind(1, goal).Run();
        connection.Edges.Erase(goal);
        var count = Deleted(_deleteAmendments.Bind(1, goal).Bind(2, limit));
        return count >= limit ? count : count + Deleted(_deleteCheckIns.Bind(1, goal).Bind(2, limit - count));
    }

    /// <summary>Returns the position of the first change of a workspace.</summary>
    public long FirstChange(long workspace) => First(_firstChange, workspace) ?? 1;

    /// <summary>Removes the first closing of a workspace with its finals.</summary>
    /// <returns>False if there is none.</returns>
    public bool DeleteClosing(long workspace)
    {
        if (First(_firstClosing, workspace) is not { } position)
        {
            return false;
        }

        _deleteFinals.Bind(1, workspace).Bind(2, position).Run();
        _deleteClosing.Bind(1, workspace).Bind(2, position).Run();
        return true;
    }

    public int DeleteChanges(long workspace, int limit) => Deleted(_deleteChanges.Bind(1, workspace).Bind(2, limit));

    public int DeleteProducers(string key, int limit) => Deleted(_deleteProducers.Bind(1, key).Bind(2, limit));

    public int DeleteRequests(string key, int limit) => Deleted(_deleteRequests.Bind(1, key).Bind(2, limit));

    /// <summary>Removes the next goals of a workspace with all their revisions.</summary>
    /// <returns>The number of removed goals.</returns>
    public int DeleteGoals(long workspace, int limit)
    {
        var goals = connection.Goals.ReadNumbers(workspace, 0, limit);
        foreach (var goal in goals)
        {
            // Again: an erasure that began in an older format has left the edges on which the first goals read later ones.
            connection.Edges.Erase(goal);
            _deleteRevisions.Bind(1, goal).Run();
            _deleteGoal.Bind(1, goal).Run();
        }

        return goals.Count;
    }

    /// <summary>Removes some goals' readings from the chunks of the next commits.</summary>
    /// <param name="after">The position after which to begin.</param>
    /// <param name="upTo">The last position.</param>
    /// <param name="most">The greatest number of chunks to look at; all those of a commit are looked at together.</param>
    /// <param name="erased">Returns true for the goals whose readings are removed.</param>
    /// <returns>The position of the last commit that was looked at; null if there was none.</returns>
    public long? EraseChunks(long after, long upTo, int most, Func<long, bool> erased)
    {
        var (chunks, last) = connection.Chunks.ReadHolding(after, upTo, most, erased);
        foreach (var chunk in chunks)
        {
            var kept = new List<ChunkSection>();
            var reader = new ChunkReader(chunk.Body);
            for (var i = 0; i < reader.Count; i++)
            {
                if (!erased(reader.GoalAt(i)))
                {
                    kept.Add(reader.At(i, chunk.Position));
                }
            }

            if (kept.Count == 0)
            {
                connection.Chunks.Delete(chunk.Position, chunk.FirstGoal);
            }
            else
            {
                var body = _chunks.Write(chunk.Position, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
                connection.Chunks.Replace(chunk.Position, chunk.FirstGoal, chunk.AcceptedAt, body);
            }
        }

        return last;
    }

    private int Deleted(Statement statement)
    {
        statement.Run();
        return connection.Changes();
    }

    private static long? First(Statement at, long workspace)
    {
        at.Bind(1, workspace).Step();
        var first = at.OptionalInt64(0);
        at.Reset();
        return first;
    }
}
