using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Appends readings of a goal and replaces the goal's state.</summary>
internal sealed class AppendWrite(ReadingAppend append) : PendingWrite<long>
{
    public override int Readings => append.Readings.Length;

    public override int Bytes => append.State.Body.Length;

    public static long WriteRows(CommitScope scope, ReadingAppend append)
    {
        _ = scope.States.FindLive(append.State.Goal);
        scope.Producers.Check(append.Streams);
        var head = scope.States.Expect(append.State);
        if (append.CheckIn is { } checkIn)
        {
            AddCheckInWrite.Write(scope, checkIn);
        }

        scope.Add(append.State.Goal, head.Position, append.Readings);
        scope.States.Replace(head, append.State, scope.Position, scope.Position);
        return scope.Position;
    }

    protected override long WriteRows(CommitScope scope) => WriteRows(scope, append);
}

/// <summary>Does the same, and tells a listener.</summary>
internal sealed class ListenedAppendWrite(ReadingAppend append, IAppendListener listener) : PendingWrite
{
    private long _position;

    public override int Readings => append.Readings.Length;

    public override int Bytes => append.State.Body.Length;

    protected override void Write(CommitScope scope) => _position = AppendWrite.WriteRows(scope, append);

    protected override void Succeed() => listener.Committed(_position);

    protected override void Fail(Exception cause) => listener.Failed(cause);
}

/// <summary>Stores an amendment of a reading and replaces the goal's state.</summary>
internal sealed class AmendWrite(AmendmentAppend amend) : PendingWrite<long>
{
    public override int Bytes =>
        amend.State.Body.Length + (sizeof(char) * (amend.Amendment.Author.Length + amend.Amendment.Reason.Length))
        + RecordRequestWrite.BytesOf(amend.Request);

    protected override long WriteRows(CommitScope scope)
    {
        RecordRequestWrite.Check(scope, amend.Request);
        var head = scope.States.Expect(amend.State);
        RecordRequestWrite.Write(scope, amend.Request);
        scope.Add(amend.State.Goal, head.Position, ReadOnlyMemory<StoredReading>.Empty);
        scope.Connection.Amendments.Insert(
            amend.State.Goal, new StoredAmendment(scope.Position, scope.AcceptedAt, amend.Amendment));
        scope.States.Replace(head, amend.State, scope.Position, scope.Position);
        return scope.Position;
    }
}

/// <summary>Replaces a goal's state without new readings.</summary>
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
