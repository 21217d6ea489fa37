using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.States;

namespace OkrGrains.Storage.Tests.Sqlite;

public sealed class ReadPoolTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ManualResetEventSlim _release = new();
    private StateLog? _log;

    public void Dispose()
    {
        _release.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reads_that_wait_run_in_their_order_on_one_connection()
    {
        await using var pool = await OpenAsync();
        var held = await HoldAsync(pool);
        var order = new List<int>();
        Task<StoreConnection>[] reads =
        [
            .. Enumerable.Range(0, 100).Select(i => pool.ReadAsync(
                connection =>
                {
                    order.Add(i);
                    return connection;
                },
                default).AsTask()),
        ];

        _release.Set();

        Assert.Single((await Task.WhenAll(reads)).Append(await held).Distinct());
        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public async Task A_read_that_is_given_up_while_it_waits_ends_at_once_and_does_not_run()
    {
        await using var pool = await OpenAsync();
        var held = await HoldAsync(pool);
        using var patience = new CancellationTokenSource();
        var ran = false;
        var given = pool.ReadAsync(_ => ran = true, patience.Token).AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _release.Set();
        await held;
        Assert.Equal(1, await pool.ReadAsync(_ => 1, default));
        Assert.False(ran);
    }

    [Fact]
    public async Task A_pool_that_closes_refuses_what_waits_and_waits_for_what_runs()
    {
        await using var pool = await OpenAsync();
        var held = await HoldAsync(pool);
        var waits = pool.ReadAsync(_ => 1, default).AsTask();

        var closed = pool.DisposeAsync().AsTask();

        Assert.Equal(StoreUnavailableReason.Closed, (await Assert.ThrowsAsync<StoreUnavailableException>(() => waits)).Reason);
        Assert.False(closed.IsCompleted);
        _release.Set();
        await held;
        await closed;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await pool.ReadAsync(_ => 1, default));
    }

    [Fact]
    public async Task A_read_that_fails_keeps_none_of_the_others_from_running()
    {
        await using var pool = await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pool.ReadAsync<int>(_ => throw new InvalidOperationException(), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await pool.ReadAsync(connection => connection.Number("SELECT 1 FROM nowhere"), default));
        Assert.Equal(0, await pool.ReadAsync(connection => connection.Counters.Read().Position, default));
        Assert.Equal(0, _log!.Current.Readers);
    }

    /// <summary>Creates a pool of one connection.</summary>
    private async Task<ReadPool> OpenAsync()
    {
        await _folder.Open().DisposeAsync();
        using var connection = StoreConnection.Open(_folder.Database, SqliteOpenMode.ReadOnly);
        _log = new StateLog(connection, mostBytes: 0);
        return new ReadPool(_folder.Database, size: 1, _log);
    }

    /// <summary>Starts a read that keeps the connection until it is released.</summary>
    /// <returns>The read, once it has the connection.</returns>
    private async Task<Task<StoreConnection>> HoldAsync(ReadPool pool)
    {
        var holds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = pool.ReadAsync(
            connection =>
            {
                holds.SetResult();
                _release.Wait();
                return connection;
            },
            default).AsTask();
        await holds.Task;
        return held;
    }
}
