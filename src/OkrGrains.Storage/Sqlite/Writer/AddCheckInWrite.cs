using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>
/// Stores a check-in that brings no reading. The append of a reading uses <see cref="Write(CommitScope, NewCheckIn)"/> for its own
/// check-in.
/// </summary>
internal sealed class AddCheckInWrite(NewCheckIn checkIn) : PendingWrite<long>
{
    public override int Bytes => Encoded(checkIn);

    public static void Write(CommitScope scope, NewCheckIn checkIn)
    {
        _ = scope.States.FindLive(checkIn.Goal);
        var last = scope.Connection.CheckIns.LastNumber(checkIn.Goal);
        if (checkIn.Number != last + 1)
        {
            throw new StoreConflictException($"The last check-in on goal {checkIn.Goal} is number {last}: {checkIn.Number} cannot follow.");
        }

        if (checkIn.Request.Length > 0 && scope.Connection.CheckIns.Find(checkIn.Goal, checkIn.Request) is not null)
        {
            throw new StoreConflictException($"The check-in of request {checkIn.Request} is kept already.");
        }

        scope.Connection.CheckIns.Add(checkIn, scope.Position, scope.AcceptedAt);
        scope.Changed();
    }

    protected override long WriteRows(CommitScope scope)
    {
        Write(scope, checkIn);
        return scope.Position;
    }

    private static int Encoded(NewCheckIn checkIn) => checkIn.Author.Length + checkIn.Note.Length + checkIn.Request.Length;
}
