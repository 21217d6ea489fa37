using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writing;

internal sealed class OpenProducerWrite(string workspace, string producer) : PendingWrite<ProducerRow>
{
    protected override ProducerRow WriteRows(CommitScope scope)
    {
        var producers = scope.Connection.Producers;
        if (producers.Read(workspace, producer) is { } known)
        {
            var opened = known with { Row = known.Row with { Epoch = known.Row.Epoch + 1 } };
            producers.Update(opened);
            scope.Producers.Opened(opened.Row);
            scope.Changed();
            return opened.Row;
        }

        var made = new NamedProducer(workspace, producer, new ProducerRow(producers.NextNumber(), Epoch: 1, LastSequence: 0));
        producers.Insert(made);
        scope.Producers.Opened(made.Row);
        scope.Changed();
        return made.Row;
    }
}

/// <summary>Wakes the writer, which writes the noted producers with every transaction. Nobody waits for it.</summary>
internal sealed class FlushNotesWrite : PendingWrite
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
