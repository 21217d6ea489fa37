using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

// The members of IRequestStore.
public sealed partial class SqliteGoalStore
{
    /// <inheritdoc/>
    public ValueTask<RequestRow?> FindRequestAsync(string workspace, string id, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.Requests.Find(connection.Tombstones.KeyOf(workspace), id), cancellation);

    /// <inheritdoc/>
    public ValueTask<long> RecordRequestAsync(NewRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Request.Id, nameof(request));
        return _writes.WriteAsync(new RecordRequestWrite(request), cancellation);
    }
}
