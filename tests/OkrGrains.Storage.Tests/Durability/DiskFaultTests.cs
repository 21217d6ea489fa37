using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.TestKit.Disks;
using SQLitePCL;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>Runs the store on a disk that reports failures, or that it is full.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DiskRecorder _disk;

    public DiskFaultTests() => _disk = new DiskRecorder(_folder.Path);

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("okr.db-wal", raw.SQLITE_IOERR_FSYNC)]
    [InlineData("acked", raw.SQLITE_IOERR_FSYNC)]
    public async Task After_a_failed_sync_nothing_is_acknowledged_reads_go_on_and_writing_resumes_after_a_restart(string file, int code)
    {
        var kept = 0L;
        await using (var store = Open())
        {
            kept = await store.AppendAsync(Samples.Append(1, 0), default);
            _disk.Fault = (kind, name) => kind == DiskOperationKind.Sync && name == file ? code : raw.SQLITE_OK;
            await FailsAsync(store, StoreUnavailableReason.Failed);
            _disk.Fault = null;
            await FailsAsync(store, StoreUnavailableReason.Failed);
            Assert.NotNull(store.ReadOnlyReason);
            Assert.Equal(kept, store.LastPosition);
            Assert.Single(await Samples.HistoryAsync(store, 1));
        }

        await using var again = Open();
        Assert.Null(again.ReadOnlyReason);
        Assert.InRange(again.LastPosition, kept, kept + 1);
        Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
        Assert.True(await again.AppendAsync(Samples.Append(1, kept), default) > kept);
    }

    [Fact]
    public async Task A_failed_sync_of_the_file_ends_the_writing_and_loses_nothing()
    {
        var acknowledged = 0L;
        await using (var store = Open())
        {
            _disk.Fault = (kind, name) => kind == DiskOperationKind.Sync && name == "okr.db" ? raw.SQLITE_IOERR_FSYNC : raw.SQLITE_OK;
            while (store.ReadOnlyReason is null)
            {
                try
                {
                    acknowledged = await store.AppendAsync(Samples.Append(1, acknowledged, Noise(2_000)), default);
                }
                catch (StoreUnavailableException failed)
                {
                    Assert.Equal(StoreUnavailableReason.Failed, failed.Reason);
                }
            }

            Assert.NotEqual(0, acknowledged);
            Assert.Equal(acknowledged, (await Samples.HistoryAsync(store, 1))[^1].Position);
        }

        _disk.Fault = null;
        await using var again = Open();
        Assert.Null(again.ReadOnlyReason);
        Assert.Equal(acknowledged, again.LastPosition);
        Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_and_recovers_without_a_restart()
    {
        await using var store = Open();
        var kept = await store.AppendAsync(Samples.Append(1, 0), default);
        _disk.Fault = static (kind, _) => kind == DiskOperationKind.Write ? raw.SQLITE_FULL : raw.SQLITE_OK;
        await FailsAsync(store, StoreUnavailableReason.Full);
        await FailsAsync(store, StoreUnavailableReason.Full);
        Assert.Null(store.ReadOnlyReason);
        Assert.Single(await Samples.HistoryAsync(store, 1));

        _disk.Fault = null;
        Assert.Equal(kept + 1, await store.AppendAsync(Samples.Append(1, kept), default));
        Assert.Equal([kept, kept + 1], (await Samples.HistoryAsync(store, 1)).Select(commit => commit.Position));
    }

    [Fact]
    public async Task A_commit_is_two_syncs_the_log_and_then_the_watermark()
    {
        await using var store = _folder.Open(openWatermark: _disk.OpenWatermark);
        await store.AppendAsync(Samples.Append(1, 0), default);
        var before = _disk.Operations.Count;
        await store.AppendAsync(Samples.Append(2, 0), default);
        Assert.Equal(
            ["okr.db-wal", "acked"],
            _disk.Operations.Skip(before).Where(operation => operation.Kind == DiskOperationKind.Sync).Select(operation => operation.File));
    }

    private SqliteGoalStore Open() =>
        _folder.Open(configure: options => options.CheckpointBytes = 1 << 16, openWatermark: _disk.OpenWatermark);

    private static async Task FailsAsync(SqliteGoalStore store, StoreUnavailableReason reason)
    {
        var failed = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.AppendAsync(Samples.Append(2, 0), default));
        Assert.Equal(reason, failed.Reason);
    }

    private static StoredReading[] Noise(int count) =>
        [.. Enumerable.Range(1, count).Select(i => Samples.Reading(i, Math.Sqrt(i) * Math.PI))];
}
