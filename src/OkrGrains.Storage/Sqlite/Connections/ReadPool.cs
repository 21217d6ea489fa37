using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OkrGrains.Storage.Sqlite.Connections;

/// <summary>
/// A few read-only connections, opened when first needed and kept. Reads run on the thread pool, so that a page that is not in memory
/// never holds up a grain's turn.
/// </summary>
internal sealed class ReadPool(string file, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Runs a read on one consistent state of the store.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellation)
    {
        await EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(read), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        for (var i = 0; i < size; i++)
        {
            await _free.WaitAsync().ConfigureAwait(false);
        }

        foreach (var connection in _idle)
        {
            connection.Dispose();
        }
    }

    private async ValueTask EnterAsync(CancellationToken cancellation)
    {
        if (_closing.IsCancellationRequested)
        {
            throw Closed();
        }

        if (_free.Wait(0, CancellationToken.None))
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            await _free.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Closed();
        }
    }

    private T Read<T>(Func<StoreConnection, T> read)
    {
        StoreConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var kept) ? kept : StoreConnection.Open(file, SqliteOpenMode.ReadOnly);
            connection.BeginRead();
            var result = read(connection);
            connection.Commit();
            _idle.Add(connection);
            return result;
        }
        catch (Exception failure)
        {
            Return(connection, failure);
            if (failure is SqliteException engine)
            {
                throw EngineFailure.OfRead(engine);
            }

            throw;
        }
    }

    private void Return(StoreConnection? connection, Exception failure)
    {
        if (connection is null)
        {
            return;
        }

        // A connection on which the engine failed may hold pages that it should not have.
        if (failure is SqliteException)
        {
            connection.Dispose();
            return;
        }

        connection.Rollback();
        _idle.Add(connection);
    }

    private static StoreUnavailableException Closed() => new("The store is closed.", StoreUnavailableReason.Closed);
}
