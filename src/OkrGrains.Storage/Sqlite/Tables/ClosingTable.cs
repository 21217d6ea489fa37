using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The closings and reopenings of cycles, with the finals of the closings. Rows are only ever added.</summary>
internal sealed class ClosingTable(StoreConnection connection)
{
    private const string Columns = "workspace, position, kind, cycle, final_at, cut_position, cut_before, goals, checksum";
    private const string FinalColumns = "goal, position, score, coverage, grade, checksum";

    private readonly Statement _insert = connection.Prepare(
        $"INSERT INTO closings ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly Statement _insertFinal = connection.Prepare(
        $"INSERT INTO finals ({FinalColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly Statement _select = connection.Prepare(
        $"SELECT {Columns} FROM closings WHERE workspace = ?1 ORDER BY position");

    // Several workspaces may share a commit, so that the position alone does not select the finals of one closing.
    private readonly Statement _selectFinals = connection.Prepare(
        "SELECT f.goal, f.position, f.score, f.coverage, f.grade, f.checksum FROM finals f JOIN goals g ON g.goal = f.goal "
        + "WHERE f.position = ?1 AND g.workspace = ?2 ORDER BY f.goal");

    private readonly Statement _selectFinalsOfGoal = connection.Prepare(
        $"SELECT {FinalColumns} FROM finals WHERE goal = ?1 ORDER BY position");

    private readonly Statement _selectAll = connection.Prepare($"SELECT {Columns} FROM closings ORDER BY workspace, position");

    private readonly Statement _countFinals = connection.Prepare(
        "SELECT count(*) FROM finals f JOIN goals g ON g.goal = f.goal WHERE f.position = ?1 AND g.workspace = ?2");

    private readonly Statement _selectAllFinals = connection.Prepare($"SELECT {FinalColumns} FROM finals ORDER BY goal, position");

    private readonly Statement _selectStray = connection.Prepare(
        "SELECT DISTINCT f.position FROM finals f LEFT JOIN goals g ON g.goal = f.goal "
        + "LEFT JOIN closings c ON c.position = f.position AND c.workspace = g.workspace WHERE c.position IS NULL");

    public void Add(long workspace, long position, ClosingCommit closing)
    {
        var row = new StoredClosing(workspace, position, closing.Kind, closing.Cycle, closing.At, closing.Cut, closing.Finals.Count);
        _insert
            .Bind(1, workspace)
            .Bind(2, position)
            .Bind(3, (long)row.Kind)
            .Bind(4, row.Cycle)
            .Bind(5, row.At.UnixMillis)
            .Bind(6, row.Cut.Position)
            .Bind(7, row.Cut.Before.UnixMillis)
            .Bind(8, (long)row.GoalCount)
            .Bind(9, Checksum(row).Value)
            .Run();
        foreach (var final in closing.Finals)
        {
            _insertFinal
                .Bind(1, final.Goal)
                .Bind(2, position)
                .Bind(3, final.Score.Grid)
                .Bind(4, final.Coverage.Grid)
                .Bind(5, (long)final.Grade)
                .Bind(6, Checksum(final, position).Value)
                .Run();
        }
    }

    /// <summary>Returns every closing and reopening of the cycles of a workspace, in order.</summary>
    public List<StoredClosing> Read(long workspace)
    {
        var rows = new List<StoredClosing>();
        _select.Bind(1, workspace);
        while (_select.Step())
        {
            rows.Add(Row(_select));
        }

        return rows;
    }

    /// <summary>Returns the finals of one closing, ordered by goal.</summary>
    public List<Final> ReadFinals(long workspace, long position)
    {
        var finals = new List<Final>();
        _selectFinals.Bind(1, position).Bind(2, workspace);
        while (_selectFinals.Step())
        {
            finals.Add(Final(_selectFinals));
        }

        return finals;
    }

    /// <summary>Returns every final that a goal ever had, with the position of its closing's commit.</summary>
    public List<(long Position, Final Final)> ReadFinalsOf(long goal)
    {
        var finals = new List<(long Position, Final Final)>();
        _selectFinalsOfGoal.Bind(1, goal);
        while (_selectFinalsOfGoal.Step())
        {
            finals.Add((_selectFinalsOfGoal.Int64(1), Final(_selectFinalsOfGoal)));
        }

        return finals;
    }

    /// <summary>Reports the closings and finals that do not match their checksums, and those that are missing.</summary>
    public void Check(Action<string> fault)
    {
        while (_selectAll.Step())
        {
            Try(fault, () => CheckCount(Row(_selectAll), fault));
        }

        while (_selectAllFinals.Step())
        {
            Try(fault, () => Final(_selectAllFinals));
        }

        while (_selectStray.Step())
        {
            fault($"Commit {_selectStray.Int64(0)} has finals and no closing.");
        }
    }

    private void CheckCount(StoredClosing closing, Action<string> fault)
    {
        _countFinals.Bind(1, closing.Position).Bind(2, closing.Workspace).Step();
        var count = _countFinals.Int64(0);
        _countFinals.Reset();
        if (count != closing.GoalCount)
        {
            fault($"The closing of commit {closing.Position} has {count} finals, not {closing.GoalCount}.");
        }
    }

    private static void Try(Action<string> fault, Action check)
    {
        try
        {
            check();
        }
        catch (StoreDamagedException damaged)
        {
            fault(damaged.Message);
        }
    }

    private static StoredClosing Row(Statement at)
    {
        var row = new StoredClosing(
            at.Int64(0),
            at.Int64(1),
            (ClosingKind)at.Int32(2),
            at.Text(3),
            new Instant(at.Int64(4)),
            new ClosingCut(at.Int64(5), new Instant(at.Int64(6))),
            at.Int32(7));
        Checksum(row).Check(at.Int64(8), "closing", row.Position);
        return row;
    }

    private static Final Final(Statement at)
    {
        var final = new Final(at.Int64(0), new Portion(at.Int64(2)), new Portion(at.Int64(3)), (Grade)at.Int32(4));
        Checksum(final, at.Int64(1)).Check(at.Int64(5), $"final of commit {at.Int64(1)}", final.Goal);
        return final;
    }

    private static RowChecksum Checksum(StoredClosing row)
    {
        var checksum = new RowChecksum(RowKind.Closing);
        checksum.Add(row.Workspace);
        checksum.Add(row.Position);
        checksum.Add((long)row.Kind);
        checksum.Add(row.Cycle);
        checksum.Add(row.At.UnixMillis);
        checksum.Add(row.Cut.Position);
        checksum.Add(row.Cut.Before.UnixMillis);
        checksum.Add((long)row.GoalCount);
        return checksum;
    }

    private static RowChecksum Checksum(Final final, long position)
    {
        var checksum = new RowChecksum(RowKind.Final);
        checksum.Add(final.Goal);
        checksum.Add(position);
        checksum.Add(final.Score.Grid);
        checksum.Add(final.Coverage.Grid);
        checksum.Add((long)final.Grade);
        return checksum;
    }
}

/// <summary>
/// A closing or reopening as the table holds it. Its author, reason and acceptance instant are in the change of the same commit.
/// </summary>
internal sealed record StoredClosing(
    long Workspace, long Position, ClosingKind Kind, string Cycle, Instant At, ClosingCut Cut, int GoalCount);
