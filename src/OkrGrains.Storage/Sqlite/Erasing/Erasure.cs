using Microsoft.Extensions.Logging;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Tables;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite.Erasing;

/// <summary>
/// Removes the bytes of deleted workspaces, one small commit after the other. It goes on until nothing is left, and after a restart from
/// where it was.
/// </summary>
internal sealed class Erasure(WriteQueue writes, ReadPool readers, Traces traces, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>The time after which a removal is tried again that could not go on, as on a full disk.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _woken;

    /// <summary>Goes on with what is to be removed, if there is anything.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            if (_running.IsCompleted && !_stop.IsCancellationRequested)
            {
                _running = Task.Run(RunAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _stop.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (IsWoken())
        {
            try
            {
                while (await NextAsync().ConfigureAwait(false) is { } next)
                {
                    await EraseAsync(next).ConfigureAwait(false);
                }

                await traces.RemoveAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StoreUnavailableException failure) when (
                failure.Reason is StoreUnavailableReason.Full or StoreUnavailableReason.Busy && !_stop.IsCancellationRequested)
            {
                logger.ErasureFailed(failure);
                await Task.Delay(RetryDelay, time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
                Rouse();
            }
            catch (Exception failure)
            {
                // The next start tries again.
                logger.ErasureFailed(failure);
                return;
            }
        }
    }

    private bool IsWoken()
    {
        lock (_gate)
        {
            // Set to false before anything is read, so that what begins meanwhile is found by another round.
            (var woken, _woken) = (_woken && !_stop.IsCancellationRequested, false);
            if (!woken)
            {
                // From here on the next call of Wake starts another run.
                _running = Task.CompletedTask;
            }

            return woken;
        }
    }

    private void Rouse()
    {
        lock (_gate)
        {
            _woken = true;
        }
    }

    private ValueTask<StoredTombstone?> NextAsync() =>
        readers.ReadAsync(connection => connection.Tombstones.ReadUnfinished(), _stop.Token);

    private async Task EraseAsync(StoredTombstone tombstone)
    {
        var goals = await readers.ReadAsync(
            connection => connection.Goals.ReadNumbers(tombstone.Workspace, 0, int.MaxValue).ToHashSet(), _stop.Token).ConfigureAwait(false);
        while (await writes.WriteAsync(new EraseWrite(tombstone.Workspace, goals), _stop.Token).ConfigureAwait(false))
        {
        }
    }
}
