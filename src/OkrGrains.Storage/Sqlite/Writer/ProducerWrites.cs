using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Opens the next epoch of a producer; a producer that is not known yet is created with epoch 1.</summary>
internal sealed class OpenProducerWrite(string workspace, string producer) : PendingWrite<ProducerRow>
{
    protected override ProducerRow WriteRows(CommitScope scope)
    {
        var producers = scope.Connection.Producers;
        var key = scope.Connection.Tombstones.KeyForWrite(workspace);
        if (producers.Read(key, producer) is { } known)
        {
            var opened = known with { Row = known.Row with { Epoch = known.Row.Epoch + 1 } };
            producers.Update(opened);
            scope.Producers.Opened(opened.Row);
            scope.Changed();
            return opened.Row;
        }

        var made = new NamedProducer(key, producer, new ProducerRow(producers.NextNumber(), Epoch: 1, LastSequence: 0));
        producers.Insert(made);
        scope.Producers.Opened(made.Row);
        scope.Changed();
        return made.Row;
    }
}

/// <summary>Waits for the next transaction, which writes the pending producer offsets.</summary>
internal sealed class AwaitedFlushWrite : PendingWrite<bool>
{
    protected override bool WriteRows(CommitScope scope) => true;
}

/// <summary>
/// Makes the writer begin a transaction, since it writes the pending producer offsets with every one. Nobody waits for this write.
/// </summary>
internal sealed class FlushProgressWrite : PendingWrite
{
    protected override void Write(CommitScope scope)
    {
    }

    protected override void Succeed()
    {
    }

    protected override void Fail(Exception cause)
    {
    }
}
