using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The workspaces as they are now, and every change ever made to one.</summary>
internal sealed class WorkspaceTable(StoreConnection connection)
{
    private const string Columns = "number, id, revision, settings_revision, settings, checksum";

    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO workspaces (id, revision, settings_revision, settings, checksum) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING number");

    private readonly Statement _update = connection.Prepare(
        "UPDATE workspaces SET revision = ?2, settings_revision = ?3, settings = ?4, checksum = ?5 WHERE id = ?1 RETURNING number");

    private readonly Statement _insertChange = connection.Prepare(
        "INSERT INTO changes (position, workspace, author, reason, accepted_at, settings, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    private readonly Statement _select = connection.Prepare($"SELECT {Columns} FROM workspaces WHERE id = ?1");

    private readonly Statement _selectAll = connection.Prepare($"SELECT {Columns} FROM workspaces WHERE instr(id, '#') = 0 ORDER BY id");

    private readonly Statement _selectEvery = connection.Prepare($"SELECT {Columns} FROM workspaces ORDER BY number");

    private readonly Statement _selectNumber = connection.Prepare("SELECT number FROM workspaces WHERE id = ?1");

    private readonly Statement _rename = connection.Prepare(
        "UPDATE workspaces SET id = ?2, revision = ?3, settings_revision = ?4, settings = ?5, checksum = ?6 WHERE number = ?1");

    private readonly Statement _selectChanges = connection.Prepare(
        "SELECT position, workspace, author, reason, accepted_at, settings, checksum FROM changes ORDER BY position, workspace");

    public WorkspaceRow? Read(string id)
    {
        if (!_select.Bind(1, id).Step())
        {
            return null;
        }

        var row = Row(_select);
        var stored = _select.Int64(5);
        _select.Reset();
        Check(row, stored);
        return OfGeneration(row);
    }

    /// <summary>Returns the workspaces that are not deleted, by id.</summary>
    public List<WorkspaceRow> ReadAll() => [.. Rows(_selectAll).Select(OfGeneration)];

    /// <summary>Checks the rows of all workspaces, deleted ones too.</summary>
    public void CheckAll() => Rows(_selectEvery);

    /// <summary>Returns the number of a workspace in this file; null if there is none with that id.</summary>
    public long? NumberOf(string id)
    {
        var number = _selectNumber.Bind(1, id).Step() ? _selectNumber.Int64(0) : (long?)null;
        _selectNumber.Reset();
        return number;
    }

    /// <summary>Writes the row of a workspace under another id, which deletes it or empties what is left of it.</summary>
    public void Rename(long number, WorkspaceRow row) => _rename
        .Bind(1, number)
        .Bind(2, row.Id)
        .Bind(3, row.Revision)
        .Bind(4, row.SettingsRevision)
        .Bind(5, row.Settings.Span)
        .Bind(6, Checksum(row).Value)
        .Run();

    /// <returns>The workspace's number in this file.</returns>
    public long Write(WorkspaceRow row, bool isNew)
    {
        var statement = isNew ? _insert : _update;
        statement
            .Bind(1, row.Id)
            .Bind(2, row.Revision)
            .Bind(3, row.SettingsRevision)
            .Bind(4, row.Settings.Span)
            .Bind(5, Checksum(row).Value)
            .Step();
        var number = statement.Int64(0);
        statement.Run();
        return number;
    }

    public void AddChange(long position, Instant acceptedAt, long workspace, DefinitionCommit commit)
    {
        var checksum = ChangeChecksum(
            position, workspace, commit.Author, commit.Reason, acceptedAt, commit.Settings.HasValue, commit.Settings.GetValueOrDefault().Span);
        _insertChange
            .Bind(1, position)
            .Bind(2, workspace)
            .Bind(3, commit.Author)
            .Bind(4, commit.Reason)
            .Bind(5, acceptedAt.UnixMillis);
        if (commit.Settings is { } settings)
        {
            _insertChange.Bind(6, settings.Span);
        }
        else
        {
            _insertChange.Bind(6, (long?)null);
        }

        _insertChange.Bind(7, checksum.Value).Run();
    }

    /// <summary>Reports the changes that do not match their checksums.</summary>
    public void CheckChanges(Action<string> fault)
    {
        while (_selectChanges.Step())
        {
            var at = _selectChanges;
            var checksum = ChangeChecksum(
                at.Int64(0), at.Int64(1), at.Text(2), at.Text(3), new Instant(at.Int64(4)), !at.IsNull(5), at.Blob(5));
            if (checksum.Value != at.Int64(6))
            {
                fault($"The change of commit {at.Int64(0)} does not match its checksum.");
            }
        }
    }

    private static List<WorkspaceRow> Rows(Statement at)
    {
        var rows = new List<WorkspaceRow>();
        while (at.Step())
        {
            var row = Row(at);
            Check(row, at.Int64(5));
            rows.Add(row);
        }

        return rows;
    }

    private WorkspaceRow OfGeneration(WorkspaceRow row)
    {
        var (deleted, position) = connection.Tombstones.Last(row.Id);
        return row with { Generation = deleted + 1, Since = position };
    }

    private static WorkspaceRow Row(Statement at) => new(at.Text(1), at.Int64(2), at.Int64(3), at.Blob(4).ToArray());

    private static void Check(WorkspaceRow row, long stored)
    {
        if (Checksum(row).Value != stored)
        {
            throw new StoreDamagedException($"The row of workspace {row.Id} does not match its checksum.");
        }
    }

    internal static RowChecksum ChangeChecksum(
        long position, long workspace, string author, string reason, Instant acceptedAt, bool hasSettings, ReadOnlySpan<byte> settings)
    {
        var checksum = new RowChecksum(RowKind.Change);
        checksum.Add(position);
        checksum.Add(workspace);
        checksum.Add(author);
        checksum.Add(reason);
        checksum.Add(acceptedAt.UnixMillis);
        checksum.Add(hasSettings);
        checksum.Add(settings);
        return checksum;
    }

    private static RowChecksum Checksum(WorkspaceRow row)
    {
        var checksum = new RowChecksum(RowKind.Workspace);
        checksum.Add(row.Id);
        checksum.Add(row.Revision);
        checksum.Add(row.SettingsRevision);
        checksum.Add(row.Settings.Span);
        return checksum;
    }
}
