using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Storage.Tests.Sqlite;

/// <summary>Counts the syncs and the allocations of a commit.</summary>
public sealed class CommitCostTests : IDisposable
{
    private const int Goals = 200;

    /// <summary>
    /// The greatest number of bytes that the writer may allocate for an append, however many readings it holds. Most of them go into
    /// telling its caller.
    /// </summary>
    private const int MostBytesPerAppend = 64;

    private readonly TestFolder _folder = new(inMemory: true) { StateLogBytes = new StoreOptions().StateLogBytes };
    private readonly HeldCommits _commits = new();
    private readonly long[] _positions = new long[Goals + 1];
    private long _allocated;

    public void Dispose()
    {
        _commits.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_commit_of_any_number_of_appends_syncs_the_log_once_and_the_note_once()
    {
        using var disk = new DiskRecorder(_folder.Path);
        await using var store = _folder.Open(_commits.BeforeCommit, openWatermark: disk.OpenWatermark);
        await CommitAsync(store, readings: 1);
        var before = disk.Operations.Count;
        await CommitAsync(store, readings: 100);
        var syncs = disk.Operations.Skip(before).Where(operation => operation.Kind == DiskOperationKind.Sync).Select(operation => operation.File);

        // There are two commits: the one that is held while the appends are handed over, and the one with the appends.
        Assert.Equal(["okr.db-wal", "acked", "okr.db-wal", "acked"], syncs);
    }

    [Fact]
    public async Task The_writer_allocates_nothing_for_a_reading()
    {
        await using var store = _folder.Open(BeforeCommit);
        for (var round = 0; round < 3; round++)
        {
            await CommitAsync(store, readings: 500);
        }

        var few = await AllocatedAsync(store, readings: 5);
        var many = await AllocatedAsync(store, readings: 500);
        Assert.InRange(few / Goals, 0, MostBytesPerAppend);

        // The tolerance is for telling callers, which allocates a little more or less, depending on the thread pool.
        Assert.InRange((many - few) / (495 * Goals), -1, 1);
    }

    private void BeforeCommit()
    {
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        _commits.BeforeCommit();
    }

    /// <summary>
    /// Measures the writer's allocations from one commit to the next, which include telling the callers of the first one's writes.
    /// </summary>
    private async Task<long> AllocatedAsync(SqliteGoalStore store, int readings)
    {
        await store.ReserveGoalNumbersAsync(1, default);
        var before = _allocated;
        await CommitAsync(store, readings);
        await store.ReserveGoalNumbersAsync(1, default);
        return _allocated - before;
    }

    /// <summary>Makes one commit that holds an append for each goal.</summary>
    private async Task CommitAsync(SqliteGoalStore store, int readings)
    {
        _commits.Hold();
        var held = store.ReserveGoalNumbersAsync(1, default).AsTask();
        await _commits.Reached();
        var appends = Enumerable.Range(1, Goals).Select(goal => store.AppendAsync(Append(goal, readings), default).AsTask()).ToArray();
        _commits.Release();
        await held;
        Assert.Single((await Task.WhenAll(appends)).Distinct());
        for (var goal = 1; goal <= Goals; goal++)
        {
            _positions[goal] = await appends[goal - 1];
        }
    }

    private ReadingAppend Append(int goal, int readings) => Samples.Append(
        goal,
        _positions[goal],
        [.. Enumerable.Range(0, readings).Select(i => Samples.Reading((_positions[goal] * 1_000) + i, i / 3.0, producer: i % 8))]);
}
