using OkrGrains.Model.Time;
using OkrGrains.Storage.Integrity;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.Readings.Chunks;
using OkrGrains.Storage.Sqlite.Connections;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>
/// The readings, a few rows a commit: each holds a run of goals small enough that reading one goal's history does not read everyone's.
/// </summary>
internal sealed class ChunkTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO chunks (position, first_goal, accepted_at, body, checksum) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _select = connection.Prepare(
        "SELECT position, first_goal, accepted_at, body, checksum FROM chunks WHERE position = ?1 AND first_goal <= ?2 "
        + "ORDER BY first_goal DESC LIMIT 1");

    private readonly Statement _selectLast = connection.Prepare("SELECT max(position) FROM chunks");

    public void Insert(long position, long firstGoal, Instant acceptedAt, ReadOnlySpan<byte> body) => _insert
        .Bind(1, position)
        .Bind(2, firstGoal)
        .Bind(3, acceptedAt.UnixMillis)
        .Bind(4, body)
        .Bind(5, Checksum(position, firstGoal, acceptedAt, body).Value)
        .Run();

    /// <summary>The position of the newest chunk; 0 for none.</summary>
    public long LastPosition()
    {
        _selectLast.Step();
        var position = _selectLast.OptionalInt64(0) ?? 0;
        _selectLast.Reset();
        return position;
    }

    public StoredReadings Read(long goal, long position)
    {
        var chunk = Select(goal, position, out var acceptedAt);
        var readings = new ChunkReader(chunk).Find(goal, position) ?? throw Missing(goal, position);
        _select.Reset();
        return new StoredReadings(position, acceptedAt, readings);
    }

    /// <summary>The commit before a commit that holds readings of a goal; 0 for none.</summary>
    public long ReadPrevious(long goal, long position)
    {
        var chunk = Select(goal, position, out _);
        var previous = new ChunkReader(chunk).FindPrevious(goal, position) ?? throw Missing(goal, position);
        _select.Reset();
        return previous;
    }

    /// <summary>The body of the chunk that holds a goal's readings, in the engine's memory until the statement is reset.</summary>
    private ReadOnlySpan<byte> Select(long goal, long position, out Instant acceptedAt)
    {
        if (!_select.Bind(1, position).Bind(2, goal).Step())
        {
            throw Missing(goal, position);
        }

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
