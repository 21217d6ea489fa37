using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>
/// The amendments of readings; rows are only ever added. The goal's chain of commits has an empty section for each amendment.
/// </summary>
internal sealed class AmendmentTable(StoreConnection connection)
{
    private const string Columns = "goal, producer, sequence, position, accepted_at, value, author, reason, checksum";

    private readonly Statement _insert = connection.Prepare(
        $"INSERT INTO amendments ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly Statement _count = connection.Prepare("SELECT count(*) FROM amendments WHERE goal = ?1 AND position <= ?2");

    private readonly Statement _any = connection.Prepare("SELECT 1 FROM amendments WHERE goal = ?1 LIMIT 1");

    private readonly Statement _select = connection.Prepare(
        $"SELECT {Columns} FROM amendments WHERE goal = ?1 AND producer = ?2 AND sequence BETWEEN ?3 AND ?4 AND position <= ?5 "
        + "ORDER BY sequence, position");

    private readonly Statement _selectAll = connection.Prepare(
        $"SELECT {Columns} FROM amendments ORDER BY goal, producer, sequence, position");

    public void Insert(long goal, StoredAmendment stored)
    {
        var amendment = stored.Amendment;
        _insert
            .Bind(1, goal)
            .Bind(2, amendment.Producer)
            .Bind(3, amendment.Sequence)
            .Bind(4, stored.Position)
            .Bind(5, stored.AcceptedAt.UnixMillis)
            .Bind(6, Bits(amendment))
            .Bind(7, amendment.Author)
            .Bind(8, amendment.Reason)
            .Bind(9, Checksum(goal, stored).Value)
            .Run();
    }

    /// <summary>Returns the number of amendments of the goal's readings, up to and including a position.</summary>
    public long Count(long goal, long upTo)
    {
        _count.Bind(1, goal).Bind(2, upTo).Step();
        var count = _count.Int64(0);
        _count.Reset();
        return count;
    }

    /// <summary>Returns whether any reading of the goal was ever amended.</summary>
    public bool HasAny(long goal)
    {
        var any = _any.Bind(1, goal).Step();
        _any.Reset();
        return any;
    }

    /// <summary>
    /// Adds the amendments of a goal's readings of one producer to a list; those of one reading are in the order of acceptance.
    /// </summary>
    public void Read(long goal, ReadingName first, long lastSequence, long upTo, List<StoredAmendment> into)
    {
        _select.Bind(1, goal).Bind(2, first.Producer).Bind(3, first.Sequence).Bind(4, lastSequence).Bind(5, upTo);
        while (_select.Step())
        {
            into.Add(Row(_select));
        }
    }

    /// <summary>Visits every amendment that matches its checksum, with its goal, and reports each of the others as a fault.</summary>
    public void ReadAll(Action<long, StoredAmendment> visit, Action<string> fault)
    {
        while (_selectAll.Step())
        {
            try
            {
                visit(_selectAll.Int64(0), Row(_selectAll));
            }
            catch (StoreDamagedException damaged)
            {
                fault(damaged.Message);
            }
        }
    }

    private static StoredAmendment Row(Statement at)
    {
        var value = at.OptionalInt64(5) is { } bits ? BitConverter.Int64BitsToDouble(bits) : (double?)null;
        var amendment = new ReadingAmendment(at.Int64(1), at.Int64(2), value, at.Text(6), at.Text(7));
        var stored = new StoredAmendment(at.Int64(3), new Instant(at.Int64(4)), amendment);
        Checksum(at.Int64(0), stored).Check(at.Int64(8), "amendment", stored.Position);
        return stored;
    }

    private static long? Bits(ReadingAmendment amendment) =>
        amendment.Value is { } value ? BitConverter.DoubleToInt64Bits(value) : null;

    private static RowChecksum Checksum(long goal, StoredAmendment stored)
    {
        var checksum = new RowChecksum(RowKind.Amendment);
        checksum.Add(goal);
        checksum.Add(stored.Amendment.Producer);
        checksum.Add(stored.Amendment.Sequence);
        checksum.Add(stored.Position);
        checksum.Add(stored.AcceptedAt.UnixMillis);
        checksum.Add(Bits(stored.Amendment));
        checksum.Add(stored.Amendment.Author);
        checksum.Add(stored.Amendment.Reason);
        return checksum;
    }
}
