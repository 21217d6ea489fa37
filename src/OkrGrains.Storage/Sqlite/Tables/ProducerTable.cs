using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>A producer with the key of its workspace (<see cref="Schema.WorkspaceKey"/>) and its name.</summary>
internal readonly record struct NamedProducer(string Workspace, string Name, ProducerRow Row);

/// <summary>The producers. Only the erasure of a deleted workspace removes any.</summary>
internal sealed class ProducerTable(StoreConnection connection)
{
    private const string Columns = "number, workspace, name, epoch, last_sequence, checkpoint_sequence, checkpoint, rejections, checksum";

    private readonly Statement _insert = connection.Prepare(
        $"INSERT INTO producers ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly Statement _update = connection.Prepare(
        """
        UPDATE producers
        SET epoch = ?4, last_sequence = ?5, checkpoint_sequence = ?6, checkpoint = ?7, rejections = ?8, checksum = ?9
        WHERE number = ?1 AND workspace = ?2 AND name = ?3
        """);

    private readonly Statement _selectByName = connection.Prepare(
        $"SELECT {Columns} FROM producers WHERE workspace = ?1 AND name = ?2");

    private readonly Statement _selectByNumber = connection.Prepare($"SELECT {Columns} FROM producers WHERE number = ?1");

    // Producers are only erased with their workspace, whose tombstone keeps the greatest number until then.
    private readonly Statement _selectNext = connection.Prepare(
        "SELECT max((SELECT coalesce(max(number), 0) FROM producers), (SELECT coalesce(max(last_producer), 0) FROM tombstones)) + 1");

    public NamedProducer? Read(string workspace, string name) => Read(_selectByName.Bind(1, workspace).Bind(2, name));

    public NamedProducer? Read(long number) => Read(_selectByNumber.Bind(1, number));

    public long NextNumber()
    {
        _selectNext.Step();
        var next = _selectNext.Int64(0);
        _selectNext.Reset();
        return next;
    }

    public void Insert(NamedProducer producer) => Write(_insert, producer);

    public void Update(NamedProducer producer) => Write(_update, producer);

    private static NamedProducer? Read(Statement at)
    {
        if (!at.Step())
        {
            return null;
        }

        var checkpoint = at.Blob(6).IsEmpty ? null : new ProducerCheckpoint(at.Int64(5), at.Blob(6).ToArray());
        var row = new ProducerRow(at.Int64(0), at.Int64(3), at.Int64(4)) { Checkpoint = checkpoint, Rejections = ProducerRejections.Read(at.Blob(7)) };
        var producer = new NamedProducer(at.Text(1), at.Text(2), row);
        var stored = at.Int64(8);
        at.Reset();
        Checksum(producer).Check(stored, "row of producer", producer.Row.Number);
        return producer;
    }

    private static void Write(Statement statement, NamedProducer producer) => statement
        .Bind(1, producer.Row.Number)
        .Bind(2, producer.Workspace)
        .Bind(3, producer.Name)
        .Bind(4, producer.Row.Epoch)
        .Bind(5, producer.Row.LastSequence)
        .Bind(6, producer.Row.Checkpoint?.Sequence ?? 0)
        .Bind(7, producer.Row.Checkpoint is { } checkpoint ? checkpoint.Body.Span : default)
        .Bind(8, producer.Row.Rejections.ToBytes())
        .Bind(9, Checksum(producer).Value)
        .Run();

    private static RowChecksum Checksum(in NamedProducer producer)
    {
        var checksum = new RowChecksum(RowKind.Producer);
        checksum.Add(producer.Row.Number);
        checksum.Add(producer.Workspace);
        checksum.Add(producer.Name);
        checksum.Add(producer.Row.Epoch);
        checksum.Add(producer.Row.LastSequence);
        checksum.Add(producer.Row.Checkpoint?.Sequence ?? 0);
        checksum.Add(producer.Row.Checkpoint is { } checkpoint ? checkpoint.Body.Span : default);
        checksum.Add(producer.Row.Rejections.ToBytes());
        return checksum;
    }
}
