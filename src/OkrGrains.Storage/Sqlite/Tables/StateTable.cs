using OkrGrains.Model.Time;
using OkrGrains.Storage.Integrity;
using OkrGrains.Storage.Sqlite.Connections;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite.Tables;

internal sealed class StateTable(StoreConnection connection)
{
    private const string Columns = "goal, revision, position, written, evaluated_at, valid_until, stale_at, body, checksum";

    private readonly Statement _insert = connection.Prepare(
        $"INSERT INTO states ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly Statement _update = connection.Prepare(
        "UPDATE states SET revision = ?2, position = ?3, written = ?4, evaluated_at = ?5, valid_until = ?6, stale_at = ?7, body = ?8, "
        + "checksum = ?9 WHERE goal = ?1");

    // An index entry is written anew whenever its column is named, whether or not the value differs.
    private readonly Statement _updateAsStale = connection.Prepare(
        "UPDATE states SET revision = ?2, position = ?3, written = ?4, evaluated_at = ?5, valid_until = ?6, body = ?8, checksum = ?9 "
        + "WHERE goal = ?1 AND stale_at IS ?7");

    private readonly Statement _select = connection.Prepare($"SELECT {Columns} FROM states WHERE goal = ?1");

    private readonly Statement _selectStale = connection.Prepare(
        "SELECT stale_at, goal FROM states WHERE (stale_at, goal) > (?1, ?2) AND stale_at <= ?3 ORDER BY stale_at, goal LIMIT ?4");

    private readonly Statement _selectCommitted = connection.Prepare(
        "SELECT written, goal FROM states WHERE (written, goal) > (?1, ?2) AND written <= ?3 ORDER BY written, goal LIMIT ?4");

    public void Insert(StateRow row, long written, Instant? staleAt) => Write(_insert, row, written, staleAt);

    public void Update(StateRow row, long written, Instant? staleAt, bool sameStaleness) =>
        Write(sameStaleness ? _updateAsStale : _update, row, written, staleAt);

    public StateRow? Read(long goal) => Read(goal, out _, out _);

    public StateRow? Read(long goal, out long written, out Instant? staleAt)
    {
        (written, staleAt) = (0, null);
        if (!_select.Bind(1, goal).Step())
        {
            return null;
        }

        written = _select.Int64(3);
        staleAt = OptionalInstant(6);
        var row = new StateRow(
            _select.Int64(0),
            _select.Int64(1),
            _select.Int64(2),
            new Instant(_select.Int64(4)),
            OptionalInstant(5),
            _select.Blob(7).ToArray());
        var stored = _select.Int64(8);
        _select.Reset();
        Checksum(row, written, staleAt).Check(stored, "state", goal);
        return row;
    }

    public List<StaleState> ReadStale(Instant at, StaleState after, int limit)
    {
        var states = new List<StaleState>();
        _selectStale.Bind(1, after.StaleAt.UnixMillis).Bind(2, after.Goal).Bind(3, at.UnixMillis).Bind(4, limit);
        while (_selectStale.Step())
        {
            states.Add(new StaleState(new Instant(_selectStale.Int64(0)), _selectStale.Int64(1)));
        }

        return states;
    }

    public List<CommittedState> ReadCommitted(CommittedState after, long upTo, int limit)
    {
        var states = new List<CommittedState>();
        _selectCommitted.Bind(1, after.Position).Bind(2, after.Goal).Bind(3, upTo).Bind(4, limit);
        while (_selectCommitted.Step())
        {
            states.Add(new CommittedState(_selectCommitted.Int64(0), _selectCommitted.Int64(1)));
        }

        return states;
    }

    private static void Write(Statement statement, StateRow row, long written, Instant? staleAt) => statement
        .Bind(1, row.Goal)
        .Bind(2, row.Revision)
        .Bind(3, row.Position)
        .Bind(4, written)
        .Bind(5, row.EvaluatedAt.UnixMillis)
        .Bind(6, row.ValidUntil?.UnixMillis)
        .Bind(7, staleAt?.UnixMillis)
        .Bind(8, row.Body.Span)
        .Bind(9, Checksum(row, written, staleAt).Value)
        .Run();

    private static RowChecksum Checksum(StateRow row, long written, Instant? staleAt)
    {
        var checksum = new RowChecksum(RowKind.State);
        checksum.Add(row.Goal);
        checksum.Add(row.Revision);
        checksum.Add(row.Position);
        checksum.Add(written);
        checksum.Add(row.EvaluatedAt.UnixMillis);
        checksum.Add(row.ValidUntil?.UnixMillis);
        checksum.Add(staleAt?.UnixMillis);
        checksum.Add(row.Body.Span);
        return checksum;
    }

    private Instant? OptionalInstant(int column) => _select.OptionalInt64(column) is { } millis ? new Instant(millis) : null;
}
