using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class RejectionTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task They_are_kept_with_the_note_that_brings_them_and_after_a_restart()
    {
        await using (var store = Home.OpenStore())
        {
            var producer = await store.OpenProducerAsync("w", "p", default);
            store.RecordProgress(producer.Number, 1, 10, rejected: [new(3, 2, 8)]);
            store.RecordProgress(producer.Number, 1, 20, rejected: [new(11, 1, 8)]);
            await store.AppendAsync(Samples.Append(1, 0), default);
            store.RecordProgress(producer.Number, 1, 30, rejected: [new(21, 5, 9)]);
        }

        await using var again = Home.OpenStore();
        var row = await again.OpenProducerAsync("w", "p", default);
        Assert.Equal([new RejectedRun(3, 2, 8), new(11, 1, 8), new(21, 5, 9)], row.Rejections.Runs.AsEnumerable());
        Assert.Equal(0, row.Rejections.Forgotten);
    }

    [Fact]
    public async Task Those_of_a_commit_that_fails_come_with_the_next_once_and_in_order()
    {
        using var commits = new HeldCommits();
        await using var store = Home.OpenStore(commits.BeforeCommit);
        var producer = await store.OpenProducerAsync("w", "p", default);
        store.RecordProgress(producer.Number, 1, 10, rejected: [new(3, 1, 8)]);
        commits.Hold();
        commits.Failure = Home.FullDisk;
        var failing = store.AppendAsync(Samples.Append(1, 0), default).AsTask();
        await commits.Reached();
        store.RecordProgress(producer.Number, 1, 20, rejected: [new(12, 1, 8)]);
        commits.Release();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);

        await store.AppendAsync(Samples.Append(1, 0), default);
        var row = (await store.ReadProducerAsync("w", "p", default))!;
        Assert.Equal((20, 2), (row.LastSequence, row.Rejections.Runs.Length));
        Assert.Equal([new RejectedRun(3, 1, 8), new(12, 1, 8)], row.Rejections.Runs.AsEnumerable());
    }

    [Fact]
    public void Neighbours_of_one_reason_are_one_run()
    {
        var rejections = ProducerRejections.None.With([new(1, 2, 8), new(3, 1, 8), new(4, 1, 9)]).With([new(5, 3, 9), new(9, 1, 9)]);
        Assert.Equal([new RejectedRun(1, 3, 8), new(4, 4, 9), new(9, 1, 9)], rejections.Runs.AsEnumerable());
    }

    [Fact]
    public void The_newest_are_kept_and_the_others_counted()
    {
        var rejections = ProducerRejections.None;
        for (var i = 1; i <= ProducerRejections.MostRuns + 3; i++)
        {
            rejections = rejections.With([new(i * 10, 2, 8)]);
        }

        rejections = ProducerRejections.Read(rejections.ToBytes());
        Assert.Equal(ProducerRejections.MostRuns, rejections.Runs.Length);
        Assert.Equal((6, 40), (rejections.Forgotten, rejections.Runs[0].First));
    }
}
