using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>
/// Stores a named request by itself. Writes that carry out what a request asks for use <see cref="Check"/> and <see cref="Write"/>.
/// </summary>
internal sealed class RecordRequestWrite(NewRequest request) : PendingWrite<long>
{
    public override int Bytes => BytesOf(request);

    /// <summary>Checks that the id is free. It must be called before anything is written.</summary>
    /// <exception cref="StoreConflictException">A request with the same id is stored already.</exception>
    public static void Check(CommitScope scope, NewRequest? request)
    {
        if (request is not null)
        {
            scope.Connection.Requests.CheckFree(Keyed(scope, request));
        }
    }

    public static void Write(CommitScope scope, NewRequest? request)
    {
        if (request is not null)
        {
            scope.Connection.Requests.Add(new RequestRow(Keyed(scope, request), scope.Position, scope.AcceptedAt));
            scope.Changed();
        }
    }

    public static int BytesOf(NewRequest? request) => request?.Answer.Length ?? 0;

    /// <summary>Names the generation of the workspace in place of its id.</summary>
    private static NewRequest Keyed(CommitScope scope, NewRequest request) =>
        request with { Workspace = scope.Connection.Tombstones.KeyForWrite(request.Workspace) };

    protected override long WriteRows(CommitScope scope)
    {
        Check(scope, request);
        Write(scope, request);
        return scope.Position;
    }
}
