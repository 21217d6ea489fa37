using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>Reads former definitions, and who changed them.</summary>
internal sealed class HistoryTable(StoreConnection connection)
{
    private const string ChangeColumns = "c.position, c.workspace, c.author, c.reason, c.accepted_at, c.settings, c.checksum";
    private const string RevisionColumns = "r.goal, r.position, r.kind, r.name, r.owner, r.ordinal, r.removed, r.body, r.checksum";
    private const string OfWorkspace = "c.workspace = (SELECT number FROM workspaces WHERE id = ?1) ";

    private readonly Statement _selectChanges = connection.Prepare(
        $"SELECT {ChangeColumns}, (SELECT count(*) FROM revisions r JOIN goals g ON g.goal = r.goal WHERE r.position = c.position "
        + $"AND g.workspace = c.workspace) FROM changes c WHERE {OfWorkspace} AND c.position > ?2 ORDER BY c.position LIMIT ?3");

    private readonly Statement _selectSettings = connection.Prepare(
        $"SELECT {ChangeColumns} FROM changes c WHERE {OfWorkspace} AND c.position <= ?2 AND c.settings IS NOT NULL "
        + "ORDER BY c.position DESC LIMIT 1");

    private readonly Statement _selectAllSettings = connection.Prepare(
        $"SELECT {ChangeColumns} FROM changes c WHERE {OfWorkspace} AND c.settings IS NOT NULL ORDER BY c.position");

    private readonly Statement _selectPosition = connection.Prepare(
        $"SELECT max(c.position) FROM changes c WHERE {OfWorkspace} AND c.position <= ?2 AND c.accepted_at < ?3");

    private readonly Statement _selectRevisions = connection.Prepare(
        $"SELECT {RevisionColumns}, {ChangeColumns} FROM revisions r JOIN goals g ON g.goal = r.goal "
        + "JOIN changes c ON c.position = r.position AND c.workspace = g.workspace WHERE r.goal = ?1 AND r.position > ?2 "
        + "ORDER BY r.position LIMIT ?3");

    // Two statements, each of which follows a key. The engine does more work if one statement asks for both.
    private readonly Statement _selectFirst = connection.Prepare(
        $"SELECT {RevisionColumns} FROM revisions r WHERE r.goal = ?1 ORDER BY r.position LIMIT 1");

    private readonly Statement _selectChange = connection.Prepare(
        $"SELECT {ChangeColumns} FROM changes c WHERE c.position = ?1 AND c.workspace = (SELECT workspace FROM goals WHERE goal = ?2)");

    private readonly Statement _selectDefinitions = connection.Prepare(
        $"SELECT {RevisionColumns} FROM goals g JOIN revisions r ON r.goal = g.goal AND r.position = "
        + "(SELECT max(position) FROM revisions WHERE goal = g.goal AND position <= ?2) "
        + "WHERE g.workspace = (SELECT number FROM workspaces WHERE id = ?1) ORDER BY r.kind, r.ordinal, r.goal");

    private readonly Statement _selectNumber = connection.Prepare("SELECT max(number) FROM workspaces WHERE id = ?1");

    private readonly Statement _selectWorkspaceOfGoal = connection.Prepare("SELECT max(workspace) FROM goals WHERE goal = ?1");

    /// <summary>Returns the changes of a workspace after a commit, in order.</summary>
    public List<ChangeRow> ReadChanges(string workspace, long after, int limit)
    {
        var stored = new List<(ChangeRow Row, long Workspace)>();
        _selectChanges.Bind(1, workspace).Bind(2, after).Bind(3, (long)limit);
        while (_selectChanges.Step())
        {
            stored.Add((Change(_selectChanges, 0, _selectChanges.Int32(7)), _selectChanges.Int64(1)));
        }

        if (stored.Count == 0)
        {
            return [];
        }

        var closings = connection.Closings.Read(stored[0].Workspace).ToDictionary(closing => closing.Position);
        return
        [
            .. stored.Select(change => closings.TryGetValue(change.Row.Position, out var closing)
                ? change.Row with { Closing = closing.Kind, Cycle = closing.Cycle }
                : change.Row),
        ];
    }

    /// <summary>Returns every change of a workspace's settings, in order. The goals that those changes defined are not counted.</summary>
    public List<ChangeRow> ReadSettings(string workspace)
    {
        var rows = new List<ChangeRow>();
        _selectAllSettings.Bind(1, workspace);
        while (_selectAllSettings.Step())
        {
            rows.Add(Change(_selectAllSettings, 0, 0));
        }

        return rows;
    }

    /// <summary>Returns every closing and reopening of the cycles of a workspace, in order.</summary>
    public List<ClosingRow> ReadClosings(string workspace)
    {
        var closings = connection.Closings.Read(NumberOf(workspace));
        if (closings.Count == 0)
        {
            return [];
        }

        var changes = ReadChanges(workspace, closings[0].Position - 1, int.MaxValue).ToDictionary(change => change.Position);
        return
        [
            .. closings.Select(row => new ClosingRow(
                row.Position,
                row.Kind,
                row.Cycle,
                row.At,
                row.Cut,
                row.GoalCount,
                changes[row.Position].Author,
                changes[row.Position].Reason,
                changes[row.Position].AcceptedAt)),
        ];
    }

    /// <summary>Returns the definitions of a goal after a commit, in order.</summary>
    public List<RevisionRow> ReadRevisions(long goal, long after, int limit)
    {
        var rows = new List<RevisionRow>();
        var at = _selectRevisions.Bind(1, goal).Bind(2, after).Bind(3, (long)limit);
        while (at.Step())
        {
            var change = Change(at, 9, 0);
            rows.Add(new RevisionRow(Definition(at), change.Position, change.AcceptedAt, change.Author, change.Reason));
        }

        return rows;
    }

    /// <summary>Returns a workspace as defined by the commits that count in a cut; null if it did not exist yet.</summary>
    public PastDefinitions? ReadDefinitions(string workspace, ClosingCut cut)
    {
        _selectPosition.Bind(1, workspace).Bind(2, cut.Position).Bind(3, cut.Before.UnixMillis).Step();
        var found = _selectPosition.OptionalInt64(0);
        _selectPosition.Reset();
        if (found is not { } position || !_selectSettings.Bind(1, workspace).Bind(2, position).Step())
        {
            return null;
        }

        var settings = Change(_selectSettings, 0, 0).Settings!.Value;
        _selectSettings.Reset();
        var goals = new List<GoalDefinition>();
        _selectDefinitions.Bind(1, workspace).Bind(2, position);
        while (_selectDefinitions.Step())
        {
            goals.Add(Definition(_selectDefinitions));
        }

        return new PastDefinitions(position, settings, goals);
    }

    /// <summary>Returns the stored facts about a goal.</summary>
    public GoalRecord ReadRecord(long goal)
    {
        var finals = GoalRecord.None.Finals;
        var had = connection.Closings.ReadFinalsOf(goal);
        if (had.Count > 0)
        {
            var standing = StandingClosings(goal);
            var stand = new Dictionary<string, StandingFinal>();
            finals = stand;
            foreach (var (position, final) in had)
            {
                if (standing.TryGetValue(position, out var closing))
                {
                    stand[closing.Cycle] = new StandingFinal(final, closing.At);
                }
            }
        }

        return new GoalRecord(ReadFirstDefined(goal), connection.CheckIns.ReadLast(goal), finals);
    }

    /// <returns>The instant at which a goal was first defined; the earliest instant for a goal that never was.</returns>
    private Instant ReadFirstDefined(long goal)
    {
        if (!_selectFirst.Bind(1, goal).Step())
        {
            return Instant.Earliest;
        }

        // Read only to verify the checksum, which covers the position too.
        Definition(_selectFirst);
        var position = _selectFirst.Int64(1);
        _selectFirst.Reset();
        if (!_selectChange.Bind(1, position).Bind(2, goal).Step())
        {
            return Instant.Earliest;
        }

        var change = Change(_selectChange, 0, 0);
        _selectChange.Reset();
        return change.AcceptedAt;
    }

    /// <summary>Returns the finals of one closing of a workspace, ordered by goal; none for a reopening.</summary>
    public List<Final> ReadFinals(string workspace, long position) => connection.Closings.ReadFinals(NumberOf(workspace), position);

    /// <summary>Returns the cycles of a goal's workspace that are closed now, by the position of the commit that closed each.</summary>
    private Dictionary<long, StoredClosing> StandingClosings(long goal)
    {
        _selectWorkspaceOfGoal.Bind(1, goal).Step();
        var workspace = _selectWorkspaceOfGoal.OptionalInt64(0) ?? 0;
        _selectWorkspaceOfGoal.Reset();
        return connection.Closings.Read(workspace).GroupBy(closing => closing.Cycle).Select(ofCycle => ofCycle.Last())
            .Where(last => last.Kind == ClosingKind.Closed).ToDictionary(last => last.Position);
    }

    /// <returns>The workspace's number; 0 if there is none with that id.</returns>
    private long NumberOf(string workspace)
    {
        _selectNumber.Bind(1, workspace).Step();
        var number = _selectNumber.OptionalInt64(0) ?? 0;
        _selectNumber.Reset();
        return number;
    }

    private static ChangeRow Change(Statement at, int first, int goals)
    {
        var settings = at.IsNull(first + 5) ? default(ReadOnlyMemory<byte>?) : at.Blob(first + 5).ToArray();
        var row = new ChangeRow(
            at.Int64(first), new Instant(at.Int64(first + 4)), at.Text(first + 2), at.Text(first + 3), settings, goals, null, null);
        WorkspaceTable.ChangeChecksum(
            row.Position, at.Int64(first + 1), row.Author, row.Reason, row.AcceptedAt, settings.HasValue, settings.GetValueOrDefault().Span)
            .Check(at.Int64(first + 6), "change of commit", row.Position);
        return row;
    }

    private static GoalDefinition Definition(Statement at)
    {
        var definition = new GoalDefinition(
            at.Int64(0),
            new GoalName((GoalKind)at.Int32(2), at.Text(3)),
            at.OptionalInt64(4),
            at.Int32(5),
            at.Int64(6) != 0,
            at.Blob(7).ToArray());
        GoalTable.RevisionChecksum(definition, at.Int64(1)).Check(at.Int64(8), "definition", definition.Goal);
        return definition;
    }
}
