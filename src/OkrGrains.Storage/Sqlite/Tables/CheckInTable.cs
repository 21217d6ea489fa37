using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The check-ins, which are only ever added.</summary>
internal sealed class CheckInTable(StoreConnection connection)
{
    private const string Columns =
        "goal, number, position, accepted_at, author, note, confidence, request, reading_time, reading_bits, producer, sequence, checksum";

    private const string Rows = $"SELECT {Columns}, (SELECT name FROM producers p WHERE p.number = c.producer) FROM check_ins c ";

    private readonly Statement _insert = connection.Prepare(
        $"INSERT INTO check_ins ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");

    private readonly Statement _selectLast = connection.Prepare(Rows + "WHERE goal = ?1 ORDER BY number DESC LIMIT 1");

    private readonly Statement _selectByRequest = connection.Prepare(Rows + "WHERE goal = ?1 AND request = ?2 AND request <> ''");

    private readonly Statement _selectPage = connection.Prepare(
        Rows + "WHERE goal = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3");

    private readonly Statement _selectAll = connection.Prepare(Rows + "ORDER BY goal, number");

    public void Add(NewCheckIn checkIn, long position, Instant acceptedAt) => _insert
        .Bind(1, checkIn.Goal)
        .Bind(2, checkIn.Number)
        .Bind(3, position)
        .Bind(4, acceptedAt.UnixMillis)
        .Bind(5, checkIn.Author)
        .Bind(6, checkIn.Note)
        .Bind(7, checkIn.Confidence?.Grid)
        .Bind(8, checkIn.Request)
        .Bind(9, checkIn.Reading?.Time.UnixMillis)
        .Bind(10, Bits(checkIn))
        .Bind(11, checkIn.Reading?.Producer)
        .Bind(12, checkIn.Reading?.Sequence)
        .Bind(13, Checksum(checkIn, position, acceptedAt).Value)
        .Run();

    /// <summary>Returns the number of a goal's newest check-in; 0 for none.</summary>
    public long LastNumber(long goal) => ReadLast(goal)?.CheckIn.Number ?? 0;

    /// <summary>Returns a goal's newest check-in; null for none.</summary>
    public CheckInRow? ReadLast(long goal) => One(_selectLast.Bind(1, goal));

    /// <summary>Returns the check-in that a request has made; null for none.</summary>
    public CheckInRow? Find(long goal, string request) => One(_selectByRequest.Bind(1, goal).Bind(2, request));

    /// <summary>Returns a goal's check-ins below a number, newest first.</summary>
    public List<CheckInRow> Read(long goal, long below, int limit)
    {
        var rows = new List<CheckInRow>();
        _selectPage.Bind(1, goal).Bind(2, below).Bind(3, (long)limit);
        while (_selectPage.Step())
        {
            rows.Add(Row(_selectPage));
        }

        return rows;
    }

    /// <summary>Reports the check-ins that do not match their checksums, and those that are missing.</summary>
    public void Check(Action<string> fault)
    {
        var (goal, number) = (0L, 0L);
        while (_selectAll.Step())
        {
            try
            {
                var row = Row(_selectAll).CheckIn;
                number = row.Goal == goal ? number + 1 : 1;
                goal = row.Goal;
                if (row.Number != number)
                {
                    fault($"Check-in {number} on goal {goal} is missing.");
                    number = row.Number;
                }
            }
            catch (StoreDamagedException damaged)
            {
                fault(damaged.Message);
                (goal, number) = (_selectAll.Int64(0), _selectAll.Int64(1));
            }
        }
    }

    private static CheckInRow? One(Statement at)
    {
        if (!at.Step())
        {
            return null;
        }

        var row = Row(at);
        at.Reset();
        return row;
    }

    private static CheckInRow Row(Statement at)
    {
        StoredReading? reading = at.OptionalInt64(8) is { } time
            ? new StoredReading(new Instant(time), BitConverter.Int64BitsToDouble(at.Int64(9)), at.Int64(10), at.Int64(11))
            : null;
        Portion? confidence = at.OptionalInt64(6) is { } grid ? new Portion(grid) : null;
        var checkIn = new NewCheckIn(at.Int64(0), at.Int64(1), at.Text(4), at.Text(5), confidence, at.Text(7), reading);
        var row = new CheckInRow(checkIn, at.Int64(2), new Instant(at.Int64(3)), at.IsNull(13) ? null : at.Text(13));
        Checksum(checkIn, row.Position, row.AcceptedAt).Check(at.Int64(12), $"check-in {checkIn.Number}", checkIn.Goal);
        return row;
    }

    private static long? Bits(NewCheckIn checkIn) =>
        checkIn.Reading is { } reading ? BitConverter.DoubleToInt64Bits(reading.Value) : null;

    private static RowChecksum Checksum(NewCheckIn checkIn, long position, Instant acceptedAt)
    {
        var checksum = new RowChecksum(RowKind.CheckIn);
        checksum.Add(checkIn.Goal);
        checksum.Add(checkIn.Number);
        checksum.Add(position);
        checksum.Add(acceptedAt.UnixMillis);
        checksum.Add(checkIn.Author);
        checksum.Add(checkIn.Note);
        checksum.Add(checkIn.Confidence?.Grid);
        checksum.Add(checkIn.Request);
        checksum.Add(checkIn.Reading?.Time.UnixMillis);
        checksum.Add(Bits(checkIn));
        checksum.Add(checkIn.Reading?.Producer);
        checksum.Add(checkIn.Reading?.Sequence);
        return checksum;
    }
}
