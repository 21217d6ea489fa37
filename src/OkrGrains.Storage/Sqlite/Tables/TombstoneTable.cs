using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The tombstones of deleted workspaces. They are kept for good; only the progress of an erasure changes.</summary>
internal sealed class TombstoneTable(StoreConnection connection)
{
    private const string Columns =
        "workspace, id, generation, position, accepted_at, author, reason, request, digest, last_goal, "
        + "last_producer, erasure, erased_to, checksum";

    private readonly Statement _write = connection.Prepare(
        $"INSERT OR REPLACE INTO tombstones ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");

    private readonly Statement _selectAll = connection.Prepare(
        $"SELECT {Columns} FROM tombstones WHERE position > ?1 ORDER BY id, generation");

    private readonly Statement _selectOfId = connection.Prepare($"SELECT {Columns} FROM tombstones WHERE id = ?1 ORDER BY generation");

    private readonly Statement _selectUnfinished = connection.Prepare(
        $"SELECT {Columns} FROM tombstones WHERE erasure BETWEEN 1 AND 3 ORDER BY position LIMIT 1");

    private readonly Statement _selectTraced = connection.Prepare($"SELECT {Columns} FROM tombstones WHERE erasure = 4 ORDER BY position");

    private readonly Statement _select = connection.Prepare($"SELECT {Columns} FROM tombstones WHERE workspace = ?1");

    private readonly Statement _selectLast = connection.Prepare(
        "SELECT coalesce(max(generation), 0), coalesce(max(position), 0) FROM tombstones WHERE id = ?1");

    private readonly Statement _selectLastGoal = connection.Prepare(
        "SELECT coalesce(max(last_goal), 0) FROM tombstones WHERE erasure > 0");

    private readonly Statement _selectLive = connection.Prepare("SELECT 1 FROM workspaces WHERE id = ?1");

    public void Write(StoredTombstone row) => _write
        .Bind(1, row.Workspace)
        .Bind(2, row.Id)
        .Bind(3, (long)row.Generation)
        .Bind(4, row.Position)
        .Bind(5, row.AcceptedAt.UnixMillis)
        .Bind(6, row.Author)
        .Bind(7, row.Reason)
        .Bind(8, row.Request?.Id ?? "")
        .Bind(9, row.Request is { } request ? request.Digest.AsSpan() : default)
        .Bind(10, row.LastGoal)
        .Bind(11, row.LastProducer)
        .Bind(12, (long)row.Stage)
        .Bind(13, row.ErasedTo)
        .Bind(14, Checksum(row).Value)
        .Run();

    /// <summary>Returns the tombstones of commits after a position, by id and generation.</summary>
    public List<StoredTombstone> ReadAll(long after) => All(_selectAll.Bind(1, after));

    /// <summary>Returns the goals of the workspaces whose bytes are removed, as far as they are left.</summary>
    public HashSet<long> ReadErasedGoals() =>
        [.. connection.Numbers("SELECT g.goal FROM goals g JOIN tombstones t ON t.workspace = g.workspace WHERE t.erasure > 0")];

    /// <summary>Returns the tombstones of an id, by generation.</summary>
    public List<StoredTombstone> ReadOf(string id) => All(_selectOfId.Bind(1, id));

    /// <summary>Returns the oldest deleted workspace whose bytes are being removed; null for none.</summary>
    public StoredTombstone? ReadUnfinished() => All(_selectUnfinished).SingleOrDefault();

    /// <summary>Returns the deleted workspaces of which no rows are left, and perhaps copies of rows in the unused parts of pages.</summary>
    public List<StoredTombstone> ReadTraced() => All(_selectTraced);

    public StoredTombstone? Read(long workspace) => All(_select.Bind(1, workspace)).SingleOrDefault();

    /// <summary>Returns the newest deleted generation of an id and the position of its deletion; 0 and 0 if none was ever deleted.</summary>
    public (int Generation, long Position) Last(string id)
    {
        _selectLast.Bind(1, id).Step();
        var last = (_selectLast.Int32(0), _selectLast.Int64(1));
        _selectLast.Reset();
        return last;
    }

    /// <summary>Returns true for a goal that has no row any more because it was erased, or never had one.</summary>
    public bool MayHaveErased(long goal)
    {
        _selectLastGoal.Step();
        var last = _selectLastGoal.Int64(0);
        _selectLastGoal.Reset();
        return goal <= last;
    }

    /// <summary>Returns the text by which producers and requests name the generation that an id stands for now.</summary>
    public string KeyOf(string id) => WorkspaceKey.Of(id, Last(id).Generation + 1);

    /// <summary>Returns the same text for a write, which a workspace that was deleted takes no more.</summary>
    /// <exception cref="WorkspaceDeletedException">The workspace was deleted, and the id stands for no other one.</exception>
    public string KeyForWrite(string id)
    {
        var generation = Last(id).Generation + 1;
        return generation == 1 || IsLive(id) ? WorkspaceKey.Of(id, generation)
            : throw new WorkspaceDeletedException($"Workspace {id} was deleted.");
    }

    private bool IsLive(string id)
    {
        var live = _selectLive.Bind(1, id).Step();
        _selectLive.Reset();
        return live;
    }

    private static List<StoredTombstone> All(Statement at)
    {
        var rows = new List<StoredTombstone>();
        while (at.Step())
        {
            var request = at.Text(7) is { Length: > 0 } id ? new NamedRequest(id, [.. at.Blob(8)]) : null;
            var row = new StoredTombstone(
                at.Int64(0),
                at.Text(1),
                at.Int32(2),
                at.Int64(3),
                new Instant(at.Int64(4)),
                at.Text(5),
                at.Text(6),
                request,
                at.Int64(9),
                at.Int64(10),
                (ErasureStage)at.Int32(11),
                at.Int64(12));
            Checksum(row).Check(at.Int64(13), "tombstone", row.Workspace);
            rows.Add(row);
        }

        return rows;
    }

    private static RowChecksum Checksum(StoredTombstone row)
    {
        var checksum = new RowChecksum(RowKind.Tombstone);
        checksum.Add(row.Workspace);
        checksum.Add(row.Id);
        checksum.Add((long)row.Generation);
        checksum.Add(row.Position);
        checksum.Add(row.AcceptedAt.UnixMillis);
        checksum.Add(row.Author);
        checksum.Add(row.Reason);
        checksum.Add(row.Request?.Id ?? "");
        checksum.Add(row.Request is { } request ? request.Digest.AsSpan() : default);
        checksum.Add(row.LastGoal);
        checksum.Add(row.LastProducer);
        checksum.Add((long)row.Stage);
        checksum.Add(row.ErasedTo);
        return checksum;
    }
}
