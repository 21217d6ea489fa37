using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The current row of a goal. The rest of its definition is in the revision of the commit that defined it.</summary>
internal readonly record struct GoalHead(long Goal, string Workspace, GoalName Name, bool Removed, long Defined, long Revision);

/// <summary>The goals: a row with the current state of each, and every revision of their definitions.</summary>
internal sealed class GoalTable(StoreConnection connection)
{
    private const string HeadColumns = "g.goal, w.id, g.kind, g.name, g.removed, g.defined, g.revision, g.checksum";

    private const string Rows =
        $"SELECT {HeadColumns}, r.owner, r.ordinal, r.removed, r.body, r.checksum FROM goals g "
        + "LEFT JOIN workspaces w ON w.number = g.workspace LEFT JOIN revisions r ON r.goal = g.goal AND r.position = g.defined ";

    private readonly Statement _upsert = connection.Prepare(
        "INSERT INTO goals (goal, workspace, kind, name, removed, defined, revision, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
        + "ON CONFLICT (goal) DO UPDATE SET kind = ?3, name = ?4, removed = ?5, defined = ?6, revision = ?7, checksum = ?8");

    private readonly Statement _touch = connection.Prepare("UPDATE goals SET revision = ?2, checksum = ?3 WHERE goal = ?1");

    private readonly Statement _vacate = connection.Prepare("UPDATE goals SET removed = 1 WHERE goal = ?1");

    private readonly Statement _insertRevision = connection.Prepare(
        "INSERT INTO revisions (goal, position, kind, name, owner, ordinal, removed, body, checksum) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly Statement _selectHead = connection.Prepare(
        $"SELECT {HeadColumns} FROM goals g LEFT JOIN workspaces w ON w.number = g.workspace WHERE g.goal = ?1");

    private readonly Statement _select = connection.Prepare(Rows + "WHERE g.goal = ?1");

    private readonly Statement _selectLive = connection.Prepare(
        "SELECT goal FROM goals WHERE workspace = (SELECT number FROM workspaces WHERE id = ?1) AND kind = ?2 AND name = ?3 "
        + "AND removed = 0");

    private readonly Statement _selectWorkspace = connection.Prepare(
        Rows + "WHERE w.id = ?1 ORDER BY g.kind, r.ordinal, g.goal");

    private readonly Statement _selectNumbers = connection.Prepare(
        "SELECT goal FROM goals WHERE workspace = ?1 AND goal > ?2 ORDER BY goal LIMIT ?3");

    private readonly Statement _count = connection.Prepare(
        "SELECT w.id, count(*) FROM goals g JOIN workspaces w ON w.number = g.workspace WHERE g.removed = 0 "
        + "AND instr(w.id, '#') = 0 GROUP BY g.workspace");

    private readonly Statement _selectRevisions = connection.Prepare(
        "SELECT goal, position, kind, name, owner, ordinal, removed, body, checksum FROM revisions ORDER BY goal, position");

    public GoalHead? ReadHead(long goal)
    {
        if (!_selectHead.Bind(1, goal).Step())
        {
            return null;
        }

        var head = Head(_selectHead);
        var stored = _selectHead.Int64(7);
        _selectHead.Reset();
        HeadChecksum(head).Check(stored, "row of goal", goal);
        return head;
    }

    public GoalRow? Read(long goal)
    {
        if (!_select.Bind(1, goal).Step())
        {
            return null;
        }

        var row = Row(_select);
        _select.Reset();
        return row;
    }

    /// <summary>Returns the numbers of a workspace's goals after a given one, removed ones too, in order.</summary>
    public List<long> ReadNumbers(long workspace, long after, int limit)
    {
        var numbers = new List<long>();
        _selectNumbers.Bind(1, workspace).Bind(2, after).Bind(3, limit);
        while (_selectNumbers.Step())
        {
            numbers.Add(_selectNumbers.Int64(0));
        }

        return numbers;
    }

    /// <summary>Returns the number of goals in each workspace, by the workspace's id, without removed ones.</summary>
    public Dictionary<string, int> Count()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_count.Step())
        {
            counts.Add(_count.Text(0), _count.Int32(1));
        }

        return counts;
    }

    /// <summary>Returns the goal that has a name now; null for none.</summary>
    public long? FindLive(string workspace, GoalName name)
    {
        if (!_selectLive.Bind(1, workspace).Bind(2, (long)name.Kind).Bind(3, name.Id).Step())
        {
            return null;
        }

        var goal = _selectLive.Int64(0);
        _selectLive.Reset();
        return goal;
    }

    public List<GoalRow> ReadAll(string workspace)
    {
        var rows = new List<GoalRow>();
        _selectWorkspace.Bind(1, workspace);
        while (_selectWorkspace.Step())
        {
            rows.Add(Row(_selectWorkspace));
        }

        return rows;
    }

    public void WriteHead(GoalHead head, long workspace) => _upsert
        .Bind(1, head.Goal)
        .Bind(2, workspace)
        .Bind(3, (long)head.Name.Kind)
        .Bind(4, head.Name.Id)
        .Bind(5, head.Removed ? 1 : 0)
        .Bind(6, head.Defined)
        .Bind(7, head.Revision)
        .Bind(8, HeadChecksum(head).Value)
        .Run();

    public void Touch(GoalHead head) => _touch
        .Bind(1, head.Goal)
        .Bind(2, head.Revision)
        .Bind(3, HeadChecksum(head).Value)
        .Run();

    /// <summary>Frees a goal's name until its row is written again, so that goals can take each other's names in one commit.</summary>
    public void Vacate(long goal) => _vacate.Bind(1, goal).Run();

    public void AddRevision(GoalDefinition definition, long position) => _insertRevision
        .Bind(1, definition.Goal)
        .Bind(2, position)
        .Bind(3, (long)definition.Name.Kind)
        .Bind(4, definition.Name.Id)
        .Bind(5, definition.Owner)
        .Bind(6, definition.Ordinal)
        .Bind(7, definition.Removed ? 1 : 0)
        .Bind(8, definition.Body.Span)
        .Bind(9, RevisionChecksum(definition, position).Value)
        .Run();

    /// <summary>Reports the revisions, old ones too, that do not match their checksums.</summary>
    public void CheckRevisions(Action<string> fault)
    {
        while (_selectRevisions.Step())
        {
            var at = _selectRevisions;
            var definition = new GoalDefinition(
                at.Int64(0),
                new GoalName((GoalKind)at.Int32(2), at.Text(3)),
                at.OptionalInt64(4),
                at.Int32(5),
                at.Int64(6) != 0,
                at.Blob(7).ToArray());
            if (RevisionChecksum(definition, at.Int64(1)).Value != at.Int64(8))
            {
                fault($"Revision {at.Int64(1)} of goal {definition.Goal} does not match its checksum.");
            }
        }
    }

    private static GoalRow Row(Statement at)
    {
        var head = Head(at);
        HeadChecksum(head).Check(at.Int64(7), "row of goal", head.Goal);
        var definition = new GoalDefinition(
            head.Goal, head.Name, at.OptionalInt64(8), at.Int32(9), at.Int64(10) != 0, at.Blob(11).ToArray());
        RevisionChecksum(definition, head.Defined).Check(at.Int64(12), "definition", head.Goal);
        return new GoalRow(
            head.Goal, head.Workspace, head.Name, definition.Owner, definition.Ordinal, head.Revision, head.Removed, definition.Body)
        {
            Defined = head.Defined,
        };
    }

    private static GoalHead Head(Statement at) => new(
        at.Int64(0), at.Text(1), new GoalName((GoalKind)at.Int32(2), at.Text(3)), at.Int64(4) != 0, at.Int64(5), at.Int64(6));

    private static RowChecksum HeadChecksum(in GoalHead head)
    {
        var checksum = new RowChecksum(RowKind.Goal);
        checksum.Add(head.Goal);

        // The id itself: the deletion of a workspace writes none of its goals.
        checksum.Add(WorkspaceKey.IdOf(head.Workspace));
        checksum.Add((long)head.Name.Kind);
        checksum.Add(head.Name.Id);
        checksum.Add(head.Removed);
        checksum.Add(head.Defined);
        checksum.Add(head.Revision);
        return checksum;
    }

    internal static RowChecksum RevisionChecksum(GoalDefinition definition, long position)
    {
        var checksum = new RowChecksum(RowKind.Revision);
        checksum.Add(definition.Goal);
        checksum.Add(position);
        checksum.Add((long)definition.Name.Kind);
        checksum.Add(definition.Name.Id);
        checksum.Add(definition.Owner);
        checksum.Add(definition.Ordinal);
        checksum.Add(definition.Removed);
        checksum.Add(definition.Body.Span);
        return checksum;
    }
}
