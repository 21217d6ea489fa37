using OkrGrains.Model.Time;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The values of a store that only ever rise.</summary>
/// <param name="Position">The position of the last commit.</param>
/// <param name="AcceptedAt">
/// The acceptance instant of the last commit. The next one is not before it, whatever the system's clock says.
/// </param>
/// <param name="NextGoal">The lowest goal number that was never handed out.</param>
/// <param name="ClockSeen">The latest instant that the goal clock has shown; null for none.</param>
internal sealed record StoreCounters(long Position, Instant AcceptedAt, long NextGoal, Instant? ClockSeen)
{
    public static StoreCounters OfEmptyStore => new(0, Instant.Earliest, 1, null);
}

/// <summary>Stores the counters, in a table of one row.</summary>
internal sealed class CounterTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO counters (id, position, accepted_at, next_goal, clock_seen, checksum) VALUES (1, ?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _update = connection.Prepare(
        "UPDATE counters SET position = ?1, accepted_at = ?2, next_goal = ?3, clock_seen = ?4, checksum = ?5 WHERE id = 1");

    private readonly Statement _select = connection.Prepare(
        "SELECT position, accepted_at, next_goal, clock_seen, checksum FROM counters WHERE id = 1");

    public void Create(StoreCounters counters) => Write(_insert, counters);

    public void Update(StoreCounters counters) => Write(_update, counters);

    public StoreCounters Read()
    {
        if (!_select.Step())
        {
            throw new StoreDamagedException("The counters of the store are missing.");
        }

        var clock = _select.OptionalInt64(3);
        var counters = new StoreCounters(
            _select.Int64(0), new Instant(_select.Int64(1)), _select.Int64(2), clock is { } seen ? new Instant(seen) : null);
        var stored = _select.Int64(4);
        _select.Reset();
        if (stored != Checksum(counters))
        {
            throw new StoreDamagedException("The counters of the store do not match their checksum.");
        }

        return counters;
    }

    private static void Write(Statement statement, StoreCounters counters) => statement
        .Bind(1, counters.Position)
        .Bind(2, counters.AcceptedAt.UnixMillis)
        .Bind(3, counters.NextGoal)
        .Bind(4, counters.ClockSeen?.UnixMillis)
        .Bind(5, Checksum(counters))
        .Run();

    private static long Checksum(StoreCounters counters)
    {
        var checksum = new RowChecksum(RowKind.Counters);
        checksum.Add(counters.Position);
        checksum.Add(counters.AcceptedAt.UnixMillis);
        checksum.Add(counters.NextGoal);
        checksum.Add(counters.ClockSeen?.UnixMillis);
        return checksum.Value;
    }
}
