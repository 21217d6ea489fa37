using Microsoft.Data.Sqlite;

namespace OkrGrains.Storage.Sqlite.Connections;

/// <summary>
/// A few read-only connections, opened when first needed and kept. Reads run on the thread pool, so that a page that is not in memory
/// never holds up a grain's turn. Whoever has a connection goes on with the reads that came meanwhile, in their order: a thousand goals
/// that are loaded at once are a few visits of the thread pool.
/// </summary>
internal sealed class ReadPool(string file, int size) : IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>Others have work for the thread too.</summary>
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
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return new(pending.Task);
    }

    /// <summary>Ends: reads that wait are refused, those that run are waited for.</summary>
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

    /// <summary>A visit of the thread pool: what waits, one after the other, on one connection.</summary>
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

    /// <returns>Whether nothing is left to be read: else there has to be another visit.</returns>
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
            connection ??= StoreConnection.Open(file, SqliteOpenMode.ReadOnly);
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

    /// <summary>A connection on which the engine failed may hold pages that it should not have.</summary>
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
            // As if the read itself had failed in this way.
        }

        connection?.Dispose();
        connection = null;
    }

    private static StoreUnavailableException Closed() => new("The store is closed.", StoreUnavailableReason.Closed);
}
