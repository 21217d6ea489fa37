using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class ProducerTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task Each_opening_is_the_next_epoch_restart_or_not()
    {
        await using (var store = Home.OpenStore())
        {
            Assert.Null(await store.ReadProducerAsync("w", "p", default));
            Assert.Equal(new ProducerRow(1, 1, 0), await store.OpenProducerAsync("w", "p", default));
            Assert.Equal(new ProducerRow(1, 2, 0), await store.OpenProducerAsync("w", "p", default));
            Assert.Equal(new ProducerRow(2, 1, 0), await store.OpenProducerAsync("v", "p", default));
        }

        await using var again = Home.OpenStore();
        Assert.Equal(new ProducerRow(1, 3, 0), await again.OpenProducerAsync("w", "p", default));
        Assert.Equal(new ProducerRow(1, 3, 0), await again.ReadProducerAsync("w", "p", default));
    }

    [Fact]
    public async Task A_note_rides_on_the_next_commit()
    {
        await using var store = Home.OpenStore();
        var producer = await store.OpenProducerAsync("w", "p", default);
        store.RecordProgress(producer.Number, 1, 70);
        store.RecordProgress(producer.Number, 1, 60);
        Assert.Equal(0, (await store.ReadProducerAsync("w", "p", default))!.LastSequence);

        var position = await store.AppendAsync(Samples.Append(1, 0), default);

        Assert.Equal(70, (await store.ReadProducerAsync("w", "p", default))!.LastSequence);
        Assert.Equal(position, store.LastPosition);
    }

    [Fact]
    public async Task Notes_of_lower_sequences_older_epochs_and_unknown_producers_are_ignored()
    {
        await using var store = Home.OpenStore();
        var producer = await store.OpenProducerAsync("w", "p", default);
        store.RecordProgress(producer.Number, 1, 70);
        Assert.Equal(new ProducerRow(1, 2, 70), await store.OpenProducerAsync("w", "p", default));
        store.RecordProgress(producer.Number, 2, 69);
        store.RecordProgress(99, 1, 5);
        await store.AppendAsync(Samples.Append(1, 0), default);
        store.RecordProgress(producer.Number, 1, 500);
        await store.AppendAsync(Samples.Append(2, 0), default);
        Assert.Equal(new ProducerRow(1, 2, 70), await store.ReadProducerAsync("w", "p", default));
    }

    [Fact]
    public async Task A_checkpoint_is_kept_with_its_sequence_until_a_newer_note_brings_another()
    {
        await using (var store = Home.OpenStore())
        {
            var producer = await store.OpenProducerAsync("w", "p", default);
            store.RecordProgress(producer.Number, 1, 10, "a"u8.ToArray());
            store.RecordProgress(producer.Number, 1, 20);
            store.RecordProgress(producer.Number, 1, 5, "older"u8.ToArray());
            await store.AppendAsync(Samples.Append(1, 0), default);
            await AssertAsync(store, 20, 10, "a");
            store.RecordProgress(producer.Number, 1, 30);
            await store.AppendAsync(Samples.Append(2, 0), default);
            await AssertAsync(store, 30, 10, "a");
        }

        await using var again = Home.OpenStore();
        Assert.Equal(10, (await again.OpenProducerAsync("w", "p", default)).Checkpoint!.Sequence);
        again.RecordProgress(1, 1, 40, "fenced"u8.ToArray());
        again.RecordProgress(1, 2, 50, "b"u8.ToArray());
        await again.AppendAsync(Samples.Append(3, 0), default);
        await AssertAsync(again, 50, 50, "b");
    }

    [Fact]
    public async Task A_checkpoint_whose_commit_fails_is_kept_with_the_next()
    {
        using var commits = new HeldCommits();
        await using var store = Home.OpenStore(commits.BeforeCommit);
        var producer = await store.OpenProducerAsync("w", "p", default);
        store.RecordProgress(producer.Number, 1, 10, "a"u8.ToArray());
        commits.Failure = Home.FullDisk;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.AppendAsync(Samples.Append(1, 0), default));
        Assert.Null((await store.ReadProducerAsync("w", "p", default))!.Checkpoint);
        store.RecordProgress(producer.Number, 1, 12);
        await store.AppendAsync(Samples.Append(1, 0), default);
        await AssertAsync(store, 12, 10, "a");
    }

    [Fact]
    public async Task A_checkpoint_of_more_than_64_bytes_is_refused()
    {
        await using var store = Home.OpenStore();
        var producer = await store.OpenProducerAsync("w", "p", default);
        store.RecordProgress(producer.Number, 1, 1, new byte[64]);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.RecordProgress(producer.Number, 1, 2, new byte[65]));
    }

    private static async Task AssertAsync(IGoalStore store, long last, long sequence, string checkpoint)
    {
        var row = (await store.ReadProducerAsync("w", "p", default))!;
        Assert.Equal((last, sequence), (row.LastSequence, row.Checkpoint!.Sequence));
        Assert.Equal(checkpoint, System.Text.Encoding.UTF8.GetString(row.Checkpoint.Body.Span));
    }

    [Fact]
    public async Task A_note_is_written_by_itself_when_no_commit_comes_along()
    {
        var commits = new SemaphoreSlim(0);
        await using var store = Home.OpenStore(() => commits.Release());
        var producer = await store.OpenProducerAsync("w", "p", default);
        await commits.WaitAsync();
        store.RecordProgress(producer.Number, 1, 70);
        Home.Time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(0, commits.CurrentCount);

        Home.Time.Advance(TimeSpan.FromMilliseconds(1));
        await commits.WaitAsync();

        // The writer works in order, so this write completes after the producer offset has been written.
        await store.ReserveGoalNumbersAsync(1, default);
        Assert.Equal(70, (await store.ReadProducerAsync("w", "p", default))!.LastSequence);
    }

    [Fact]
    public async Task A_note_is_written_when_the_store_closes()
    {
        await using (var store = Home.OpenStore())
        {
            var producer = await store.OpenProducerAsync("w", "p", default);
            store.RecordProgress(producer.Number, 1, 70);
        }

        await using var again = Home.OpenStore();
        Assert.Equal(new ProducerRow(1, 1, 70), await again.ReadProducerAsync("w", "p", default));
    }
}
