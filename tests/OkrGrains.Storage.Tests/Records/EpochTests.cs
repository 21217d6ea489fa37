using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

/// <summary>
/// Shows that an append is checked against the newest epoch at the time when the writer takes it, not at the time when it was made.
/// </summary>
public abstract class EpochTests(StoreHome home) : StoreContract(home)
{
    private static readonly ProducerEpoch Old = new(1, 1);
    private static readonly ProducerEpoch New = new(1, 2);

    private readonly HeldCommits _commits = new();

    protected override void Dispose(bool disposing)
    {
        _commits.Dispose();
        base.Dispose(disposing);
    }

    [Fact]
    public async Task A_fenced_stream_commits_nothing_and_is_told_the_newest_epoch_after_a_restart_too()
    {
        await using (var store = await OpenAsync())
        {
            await store.OpenProducerAsync("w", "p", default);
            await AssertRefusedAsync(store, Append(1, Old));
            await store.AppendAsync(Append(2, New), default);
        }

        await using var again = Home.OpenStore();
        await AssertRefusedAsync(again, Append(1, Old));
        Assert.Empty(await Samples.HistoryAsync(again, 1));
        Assert.Null(await again.ReadStateAsync(1, default));
        Assert.Single(await Samples.HistoryAsync(again, 2));
    }

    [Fact]
    public async Task An_append_with_one_fenced_stream_of_several_is_refused_as_a_whole()
    {
        await using var store = await OpenAsync();
        await store.OpenProducerAsync("w", "q", default);
        await store.OpenProducerAsync("w", "p", default);
        await AssertRefusedAsync(store, Append(1, new ProducerEpoch(2, 1), Old, New));
        Assert.Empty(await Samples.HistoryAsync(store, 1));
    }

    [Fact]
    public async Task In_one_transaction_the_order_in_which_they_were_handed_over_decides()
    {
        await using var store = await OpenAsync();
        _commits.Hold();
        var holding = store.ReserveGoalNumbersAsync(1, default).AsTask();
        await _commits.Reached();
        var before = store.AppendAsync(Append(1, Old), default).AsTask();
        var opening = store.OpenProducerAsync("w", "p", default).AsTask();
        var after = store.AppendAsync(Append(2, Old), default).AsTask();
        _commits.Release();
        await holding;

        Assert.Equal(3, await before);
        Assert.Equal(2, (await opening).Epoch);
        Assert.Equal(New, Assert.Single((await Assert.ThrowsAsync<EpochRefusedException>(() => after)).Newest));
    }

    [Fact]
    public async Task An_opening_that_was_not_committed_fences_nothing()
    {
        await using var store = await OpenAsync();
        _commits.Failure = Home.FullDisk;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.OpenProducerAsync("w", "p", default));
        await store.AppendAsync(Append(1, Old), default);
        Assert.Equal(2, (await store.OpenProducerAsync("w", "p", default)).Epoch);
        await AssertRefusedAsync(store, Append(2, Old));
    }

    [Fact]
    public async Task An_epoch_that_was_never_opened_is_a_fault_of_the_caller()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AppendAsync(Append(1, New), default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AppendAsync(Append(1, new ProducerEpoch(9, 1)), default));
    }

    private static ReadingAppend Append(long goal, params ProducerEpoch[] streams) => Samples.Append(goal, 0) with { Streams = [.. streams] };

    private static async Task AssertRefusedAsync(IGoalStore store, ReadingAppend append)
    {
        var before = store.LastPosition;
        var refused = await Assert.ThrowsAsync<EpochRefusedException>(async () => await store.AppendAsync(append, default));
        Assert.Equal(New, Assert.Single(refused.Newest));
        Assert.Equal(before, store.LastPosition);
    }

    /// <summary>Opens a store in which producer 1 has been opened once.</summary>
    private async Task<IGoalStore> OpenAsync()
    {
        var store = Home.OpenStore(_commits.BeforeCommit);
        await store.OpenProducerAsync("w", "p", default);
        return store;
    }
}
