using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.States;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// A few read-only connections, opened when first needed and kept. Reads run on the thread pool, so that a page that is not in memory never
/// holds up a grain's turn. A work item that has a connection goes on with the reads that have come meanwhile, in their order, so that
/// loading a thousand goals at once takes only a few work items.
/// </summary>
internal sealed class ReadPool(string file, int size, StateLog log) : IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>The number of reads after which a work item makes room for other work of the thread pool.</summary>
    private const int ReadsPerVisit = 32;

    private readonly Lock _gate = new();
    private readonly Queue<PendingRead> _waiting = new();
    private readonly Stack<StoreConnection> _idle = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>Runs a read on one consistent state of the store.</summary>
    public ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellation);
        }

        var pending = new PendingRead<T>(read);
        var starts = false;
        lock (_gate)
        {
            if (_closed)
            {
                return ValueTask.FromException<T>(Closed());
            }

            starts = _running < size;
            _running += starts ? 1 : 0;
            if (!starts && cancellation.CanBeCanceled)
            {
                pending.CancelBy(cancellation);
            }

            _waiting.Enqueue(pending);
        }

        if (starts)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return new(pending.Task);
    }

    /// <summary>Closes the pool: refuses the reads that wait, and waits for those that run.</summary>
    public async ValueTask DisposeAsync()
    {
        PendingRead[] refused;
        lock (_gate)
        {
            _closed = true;
            refused = [.. _waiting];
            _waiting.Clear();
            if (_running == 0)
            {
                _ended.TrySetResult();
            }
        }

        Array.ForEach(refused, read => read.Fail(Closed()));
        await _ended.Task.ConfigureAwait(false);
        foreach (var connection in _idle)
        {
            connection.Dispose();
        }
    }

    /// <summary>Runs as a work item of the thread pool: executes waiting reads, one after the other, on one connection.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        StoreConnection? connection;
        lock (_gate)
        {
            _idle.TryPop(out connection);
        }

        for (var i = 0; i < ReadsPerVisit && Next() is { } read; i++)
        {
            if (!read.IsOver)
            {
                Run(read, ref connection);
            }
        }

        if (!End(connection))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private PendingRead? Next()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out var read) ? read : null;
        }
    }

    /// <returns>True if nothing is left to be read; otherwise another work item is needed.</returns>
    private bool End(StoreConnection? connection)
    {
        lock (_gate)
        {
            if (connection is not null)
            {
                _idle.Push(connection);
            }

            if (_waiting.Count > 0)
            {
                return false;
            }

            _running--;
            if (_closed && _running == 0)
            {
                _ended.TrySetResult();
            }

            return true;
        }
    }

    private void Run(PendingRead read, ref StoreConnection? connection)
    {
        try
        {
            connection ??= Open();
            connection.BeginRead();
            read.Run(connection);
            connection.Commit();
        }
        catch (Exception failure)
        {
            Restore(ref connection, failure);
            read.Fail(failure is SqliteException engine ? EngineFailure.OfRead(engine) : failure);
            return;
        }

        read.Complete();
    }

    private StoreConnection Open()
    {
        var connection = StoreConnection.Open(file, SqliteOpenMode.ReadOnly);
        connection.States.Share(log, isWriter: false);
        return connection;
    }

    /// <summary>
    /// Makes the connection usable again after a failure. If the engine failed, the connection is closed instead, since it may hold pages
    /// that it should not have.
    /// </summary>
    private static void Restore(ref StoreConnection? connection, Exception failure)
    {
        try
        {
            if (failure is not SqliteException)
            {
                connection?.Rollback();
                return;
            }
        }
        catch (SqliteException)
        {
            // Treated as if the engine had already failed during the read.
        }

        connection?.Dispose();
        connection = null;
    }

    private static StoreUnavailableException Closed() => new("The store is closed.", StoreUnavailableReason.Closed);
}
