using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite;
using SQLitePCL;

namespace OkrGrains.Storage.Tests.Durability;

public sealed class GroupCommitTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly HeldCommits _commits = new();

    public void Dispose()
    {
        _commits.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_handed_over_while_a_commit_is_made_durable_becomes_one_commit()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        var first = await HoldAsync(store);
        var appends = Appends(store, 500);
        Assert.All(appends, append => Assert.False(append.IsCompleted));
        _commits.Release();

        var position = await first + 1;
        Assert.All(await Task.WhenAll(appends), committed => Assert.Equal(position, committed));
        Assert.Equal(position, store.LastPosition);
    }

    [Fact]
    public async Task A_commit_takes_no_more_readings_than_its_limit()
    {
        await using var store = _folder.Open(_commits.BeforeCommit, options => options.ReadingsPerCommit = 10);
        var first = await HoldAsync(store);
        var appends = Appends(store, 25);
        _commits.Release();

        var start = await first + 1;
        var positions = await Task.WhenAll(appends);
        Assert.Equal([10, 10, 5], positions.GroupBy(position => position - start).OrderBy(group => group.Key).Select(group => group.Count()));
    }

    [Fact]
    public async Task Conflicts_fail_alone()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        var first = await HoldAsync(store);
        var good = Appends(store, 3);
        var taken = store.AppendAsync(Samples.Append(2, 0), default).AsTask();
        var wrong = store.DefineAsync(Samples.Define(7), default).AsTask();
        var right = store.DefineAsync(Samples.Define(0), default).AsTask();
        _commits.Release();

        var position = await first + 1;
        Assert.All(await Task.WhenAll(good), committed => Assert.Equal(position, committed));
        Assert.Equal(position, await right);
        await Assert.ThrowsAsync<StoreConflictException>(() => taken);
        await Assert.ThrowsAsync<StoreConflictException>(() => wrong);
        Assert.Single(await Samples.HistoryAsync(store, 2));
    }

    [Fact]
    public async Task A_conflict_is_told_only_once_the_winner_can_be_read()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        _commits.Hold();
        var winner = store.AppendAsync(Samples.Append(1, 0), default).AsTask();
        await _commits.Reached();
        var loser = store.AppendAsync(Samples.Append(1, 0), default).AsTask();
        Assert.False(loser.IsCompleted);
        _commits.Release();
        await Assert.ThrowsAsync<StoreConflictException>(() => loser);
        Assert.Equal(await winner, (await store.ReadStateAsync(1, default))!.Position);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_or_visible_before_the_commit()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        _commits.Hold();
        var append = store.AppendAsync(Samples.Append(1, 0), default).AsTask();
        await _commits.Reached();
        Assert.False(append.IsCompleted);
        Assert.Equal(0, store.LastPosition);
        Assert.Null(await store.ReadStateAsync(1, default));
        _commits.Release();
        Assert.Equal(1, await append);
    }

    [Fact]
    public async Task Giving_up_does_not_undo_the_commit()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        using var impatience = new CancellationTokenSource();
        _commits.Hold();
        var append = store.AppendAsync(Samples.Append(1, 0), impatience.Token).AsTask();
        await _commits.Reached();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        _commits.Release();
        await store.ReserveGoalNumbersAsync(1, default);
        Assert.Single(await Samples.HistoryAsync(store, 1));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_nothing()
    {
        await using var store = _folder.Open(_commits.BeforeCommit, options => options.QueuedWrites = 2);
        var first = await HoldAsync(store);
        var appends = Appends(store, 20);
        _commits.Release();
        await first;
        await Task.WhenAll(appends);
        Assert.Equal(21, (await store.ReadCommittedAsync(0, long.MaxValue, 0, 100, default)).Count);
    }

    [Fact]
    public async Task Closing_writes_what_was_handed_over_and_refuses_what_comes_later()
    {
        var store = _folder.Open(_commits.BeforeCommit);
        var first = await HoldAsync(store);
        var appends = Appends(store, 3);
        var closing = store.DisposeAsync().AsTask();
        var late = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.AppendAsync(Samples.Append(9, 0), default));
        _commits.Release();
        await closing;

        Assert.Equal(StoreUnavailableReason.Closed, late.Reason);
        var position = await first + 1;
        Assert.All(await Task.WhenAll(appends), committed => Assert.Equal(position, committed));
        var read = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ReadStateAsync(1, default));
        Assert.Equal(StoreUnavailableReason.Closed, read.Reason);
    }

    [Theory]
    [InlineData(raw.SQLITE_IOERR, raw.SQLITE_IOERR_FSYNC)]
    [InlineData(raw.SQLITE_IOERR, raw.SQLITE_IOERR_WRITE)]
    [InlineData(raw.SQLITE_CORRUPT, raw.SQLITE_CORRUPT)]
    public async Task After_a_failed_commit_nothing_is_acknowledged_and_nothing_is_written_until_a_restart(int code, int extended)
    {
        var kept = 0L;
        await using (var store = _folder.Open(_commits.BeforeCommit))
        {
            kept = await store.AppendAsync(Samples.Append(1, 0), default);
            _commits.Failure = new SqliteException("broken", code, extended);
            await FailsAsync(store.AppendAsync(Samples.Append(1, kept), default).AsTask(), StoreUnavailableReason.Failed);
            await FailsAsync(store.AppendAsync(Samples.Append(2, 0), default).AsTask(), StoreUnavailableReason.Failed);
            await FailsAsync(store.ReserveGoalNumbersAsync(1, default).AsTask(), StoreUnavailableReason.Failed);
            Assert.Equal(kept, store.LastPosition);
            Assert.Single(await Samples.HistoryAsync(store, 1));
        }

        await using var again = _folder.Open();
        Assert.Null(await again.ReadStateAsync(2, default));
        Assert.True(await again.AppendAsync(Samples.Append(1, kept), default) > kept);
    }

    [Fact]
    public async Task After_a_commit_found_no_space_the_next_one_is_tried()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        var producer = await store.OpenProducerAsync("w", "p", default);
        store.RecordProgress(producer.Number, 1, 70);
        _commits.Failure = new SqliteException("full", raw.SQLITE_FULL, raw.SQLITE_FULL);
        await FailsAsync(store.AppendAsync(Samples.Append(1, 0), default).AsTask(), StoreUnavailableReason.Full);
        Assert.Null(await store.ReadStateAsync(1, default));

        Assert.Equal(2, await store.AppendAsync(Samples.Append(1, 0), default));
        Assert.Single(await Samples.HistoryAsync(store, 1));
        Assert.Equal(70, (await store.ReadProducerAsync("w", "p", default))!.LastSequence);
    }

    [Fact]
    public async Task Commits_are_counted_with_their_size()
    {
        var sizes = new List<(string, int)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (ReferenceEquals(instrument.Meter, _folder.Instruments.Meter))
            {
                sizes.Add((instrument.Name, value));
            }
        });
        listener.Start();
        await using var store = _folder.Open(_commits.BeforeCommit);
        var first = await HoldAsync(store);
        var appends = Appends(store, 7);
        _commits.Release();
        await first;
        await Task.WhenAll(appends);

        Assert.Equal(
            [
                ("okrgrains.store.commit.writes", 1), ("okrgrains.store.commit.readings", 1),
                ("okrgrains.store.commit.writes", 7), ("okrgrains.store.commit.readings", 7),
            ],
            sizes);
    }

    [Fact]
    public async Task Each_commit_waits_for_its_log_and_for_its_watermark()
    {
        var waits = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            if (ReferenceEquals(instrument.Meter, _folder.Instruments.Meter))
            {
                waits.Add(tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}");
            }
        });
        listener.Start();
        await using var store = _folder.Open();
        await store.AppendAsync(Samples.Append(1, 0), default);

        Assert.Equal(
            ["okrgrains.store.sync.duration log", "okrgrains.store.sync.duration watermark", "okrgrains.store.commit.duration"], waits);
    }

    [Fact]
    public async Task Writes_that_wait_for_the_writer_are_seen()
    {
        var waiting = new List<int>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, _folder.Instruments.Meter) && instrument.Name == "okrgrains.store.queue.writes")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => waiting.Add(value));
        listener.Start();
        await using var store = _folder.Open(_commits.BeforeCommit);
        var first = await HoldAsync(store);
        var appends = Appends(store, 7);
        listener.RecordObservableInstruments();
        _commits.Release();
        await first;
        await Task.WhenAll(appends);
        listener.RecordObservableInstruments();

        Assert.Equal([7, 0], waiting);
    }

    /// <summary>Starts a commit that is held, and returns the task of its position.</summary>
    private async Task<Task<long>> HoldAsync(SqliteGoalStore store)
    {
        _commits.Hold();
        var held = store.AppendAsync(Samples.Append(1_000_000, 0), default).AsTask();
        await _commits.Reached();
        return held;
    }

    private static Task<long>[] Appends(SqliteGoalStore store, int count) =>
        [.. Enumerable.Range(1, count).Select(goal => store.AppendAsync(Samples.Append(goal, 0), default).AsTask())];

    private static async Task FailsAsync(Task write, StoreUnavailableReason reason) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<StoreUnavailableException>(() => write)).Reason);
}
