using OkrGrains.Storage.Readings;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite.Writing;

internal sealed class AppendWrite(ReadingAppend append) : PendingWrite<long>
{
    public override int Readings => append.Readings.Length;

    public override int Bytes => append.State.Body.Length;

    protected override long WriteRows(CommitScope scope)
    {
        var head = scope.States.Expect(append.State);
        scope.Add(append.State.Goal, head.Position, append.Readings);
        scope.States.Replace(head, append.State, scope.Position, scope.Position);
        return scope.Position;
    }
}

internal sealed class SaveStateWrite(StateSave save) : PendingWrite<long>
{
    public override int Bytes => save.Body.Length;

    protected override long WriteRows(CommitScope scope)
    {
        var head = scope.States.ExpectNotLater(save);
        scope.States.Replace(head, save, head.Position, scope.Position);
        scope.Changed();
        return head.Position;
    }
}
