using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>Receives a chunk, whose body is valid only during the call.</summary>
internal delegate void ChunkVisitor(long position, Instant acceptedAt, ReadOnlySpan<byte> body);

/// <summary>A chunk with its key.</summary>
internal readonly record struct StoredChunk(long Position, long FirstGoal, Instant AcceptedAt, byte[] Body);

/// <summary>
/// The readings, in a few rows for each commit. A row holds a run of goals that is small enough for the history of one goal to be read
/// without everyone else's.
/// </summary>
internal sealed class ChunkTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO chunks (position, first_goal, accepted_at, body, checksum) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _select = connection.Prepare(
        "SELECT position, first_goal, accepted_at, body, checksum FROM chunks WHERE position = ?1 AND first_goal <= ?2 "
        + "ORDER BY first_goal DESC LIMIT 1");

    private readonly Statement _find = connection.Prepare("SELECT 1 FROM chunks WHERE position = ?1 AND first_goal <= ?2 LIMIT 1");

    private readonly Statement _selectAll = connection.Prepare(
        "SELECT position, first_goal, accepted_at, body, checksum FROM chunks ORDER BY position, first_goal");

    private readonly Statement _selectBack = connection.Prepare(
        "SELECT position, first_goal, accepted_at, body, checksum FROM chunks WHERE (position, first_goal) < (?1, ?2) "
        + "ORDER BY position DESC, first_goal DESC LIMIT ?3");

    private readonly Statement _selectAfter = connection.Prepare(
        "SELECT position, first_goal, accepted_at, body, checksum FROM chunks WHERE position > ?1 AND position <= ?2 "
        + "ORDER BY position, first_goal");

    private readonly Statement _replace = connection.Prepare(
        "UPDATE chunks SET body = ?3, checksum = ?4 WHERE position = ?1 AND first_goal = ?2");

    private readonly Statement _delete = connection.Prepare("DELETE FROM chunks WHERE position = ?1 AND first_goal = ?2");

    private readonly Statement _selectLast = connection.Prepare("SELECT max(position) FROM chunks");

    public void Insert(long position, long firstGoal, Instant acceptedAt, ReadOnlySpan<byte> body) => _insert
        .Bind(1, position)
        .Bind(2, firstGoal)
        .Bind(3, acceptedAt.UnixMillis)
        .Bind(4, body)
        .Bind(5, Checksum(position, firstGoal, acceptedAt, body).Value)
        .Run();

    /// <summary>Writes another body into a chunk.</summary>
    public void Replace(long position, long firstGoal, Instant acceptedAt, ReadOnlySpan<byte> body) => _replace
        .Bind(1, position)
        .Bind(2, firstGoal)
        .Bind(3, body)
        .Bind(4, Checksum(position, firstGoal, acceptedAt, body).Value)
        .Run();

    public void Delete(long position, long firstGoal) => _delete.Bind(1, position).Bind(2, firstGoal).Run();

    /// <summary>Returns the chunks of the next commits that hold readings of certain goals.</summary>
    /// <param name="after">The position after which to begin.</param>
    /// <param name="upTo">The last position.</param>
    /// <param name="most">The greatest number of chunks to look at; all those of a commit are looked at together.</param>
    /// <param name="wanted">Returns true for the goals.</param>
    /// <returns>The chunks, and the position of the last commit that was looked at, null for none.</returns>
    public (List<StoredChunk> Chunks, long? Last) ReadHolding(long after, long upTo, int most, Func<long, bool> wanted)
    {
        var chunks = new List<StoredChunk>();
        long? last = null;
        _selectAfter.Bind(1, after).Bind(2, upTo);
        for (var count = 0; _selectAfter.Step(); count++)
        {
            var position = _selectAfter.Int64(0);
            if (count >= most && position != last)
            {
                _selectAfter.Reset();
                break;
            }

            last = position;
            var body = _selectAfter.Blob(3);
            var acceptedAt = new Instant(_selectAfter.Int64(2));
            var reader = new ChunkReader(body);
            for (var i = 0; i < reader.Count; i++)
            {
                if (wanted(reader.GoalAt(i)))
                {
                    Checksum(position, _selectAfter.Int64(1), acceptedAt, body).Check(_selectAfter.Int64(4), "chunk of readings", position);
                    chunks.Add(new StoredChunk(position, _selectAfter.Int64(1), acceptedAt, body.ToArray()));
                    break;
                }
            }
        }

        return (chunks, last);
    }

    /// <summary>Returns the position of the newest chunk; 0 for none.</summary>
    public long LastPosition()
    {
        _selectLast.Step();
        var position = _selectLast.OptionalInt64(0) ?? 0;
        _selectLast.Reset();
        return position;
    }

    /// <summary>
    /// Returns whether there is a chunk in which a commit's readings of a goal would be. The readings themselves are not read.
    /// </summary>
    public bool MayHold(long goal, long position)
    {
        var holds = _find.Bind(1, position).Bind(2, goal).Step();
        _find.Reset();
        return holds;
    }

    /// <summary>
    /// Reads the readings of a goal in a commit, without amendments, and the position of the goal's previous commit. There are no readings
    /// if the commit only amends older ones.
    /// </summary>
    public StoredReadings Read(long goal, long position, out long previous) =>
        Find(goal, position, out previous) ?? throw Missing(goal, position);

    /// <summary>Reads like <see cref="Read"/>; returns null if the commit holds nothing of the goal.</summary>
    public StoredReadings? Find(long goal, long position, out long previous)
    {
        previous = 0;
        if (!_select.Bind(1, position).Bind(2, goal).Step())
        {
            return null;
        }

        var chunk = Selected(position, out var acceptedAt);
        var section = new ChunkReader(chunk).FindSection(goal, position);
        _select.Reset();
        if (section is not { } found)
        {
            return null;
        }

        previous = found.Previous;
        return new StoredReadings(position, acceptedAt, found.Readings, []);
    }

    /// <summary>Searches the chunks before a given one, newest first, for a reading.</summary>
    /// <param name="before">The chunk before which the search begins; it is moved back to the last chunk searched.</param>
    /// <param name="most">The greatest number of chunks to search.</param>
    /// <param name="name">The name of the reading.</param>
    /// <param name="goal">The goal that took the reading; null if none of the chunks holds it.</param>
    /// <returns>The number of chunks searched.</returns>
    public int ReadBack(ref (long Position, long FirstGoal) before, int most, ReadingName name, out long? goal)
    {
        var count = 0;
        goal = null;
        _selectBack.Bind(1, before.Position).Bind(2, before.FirstGoal).Bind(3, most);
        while (goal is null && _selectBack.Step())
        {
            count++;
            before = (_selectBack.Int64(0), _selectBack.Int64(1));
            var body = _selectBack.Blob(3);
            Checksum(before.Position, before.FirstGoal, new Instant(_selectBack.Int64(2)), body)
                .Check(_selectBack.Int64(4), "chunk of readings", before.Position);
            goal = new ChunkReader(body).GoalOf(name, before.Position);
        }

        _selectBack.Reset();
        return count;
    }

    /// <summary>Returns the position of the previous commit that holds readings of a goal; 0 for none.</summary>
    public long ReadPrevious(long goal, long position)
    {
        var chunk = Select(goal, position, out _);
        var previous = new ChunkReader(chunk).FindPrevious(goal, position) ?? throw Missing(goal, position);
        _select.Reset();
        return previous;
    }

    /// <summary>
    /// Visits every chunk that matches its checksum, in the order of positions, and reports each of the others as a fault.
    /// </summary>
    public void ReadAll(ChunkVisitor visit, Action<string> fault)
    {
        while (_selectAll.Step())
        {
            try
            {
                var acceptedAt = new Instant(_selectAll.Int64(2));
                var body = _selectAll.Blob(3);
                Checksum(_selectAll.Int64(0), _selectAll.Int64(1), acceptedAt, body)
                    .Check(_selectAll.Int64(4), "chunk of readings", _selectAll.Int64(0));
                visit(_selectAll.Int64(0), acceptedAt, body);
            }
            catch (StoreDamagedException damaged)
            {
                fault(damaged.Message);
            }
        }
    }

    /// <summary>
    /// Returns the body of the chunk that holds a goal's readings. It lies in the engine's memory until the statement is reset.
    /// </summary>
    private ReadOnlySpan<byte> Select(long goal, long position, out Instant acceptedAt)
    {
        if (!_select.Bind(1, position).Bind(2, goal).Step())
        {
            throw Missing(goal, position);
        }

        return Selected(position, out acceptedAt);
    }

    private ReadOnlySpan<byte> Selected(long position, out Instant acceptedAt)
    {
        acceptedAt = new Instant(_select.Int64(2));
        var body = _select.Blob(3);
        Checksum(_select.Int64(0), _select.Int64(1), acceptedAt, body).Check(_select.Int64(4), "chunk of readings", position);
        return body;
    }

    private static RowChecksum Checksum(long position, long firstGoal, Instant acceptedAt, ReadOnlySpan<byte> body)
    {
        var checksum = new RowChecksum(RowKind.Chunk);
        checksum.Add(position);
        checksum.Add(firstGoal);
        checksum.Add(acceptedAt.UnixMillis);
        checksum.Add(body);
        return checksum;
    }

    private static StoreDamagedException Missing(long goal, long position) =>
        new($"The readings that commit {position} holds of goal {goal} are missing.");
}
