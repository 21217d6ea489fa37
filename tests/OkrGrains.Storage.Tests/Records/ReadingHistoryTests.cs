using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class ReadingHistoryTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task A_goal_without_readings_has_no_history()
    {
        await using var store = Home.OpenStore();
        await store.SaveStateAsync(Samples.Save(1, 0), default);
        Assert.Empty(await Samples.HistoryAsync(store, 1));
        Assert.Empty(await Samples.HistoryAsync(store, 2));
    }

    [Fact]
    public async Task Readings_come_back_in_the_order_of_acceptance_across_commits_and_goals()
    {
        await using var store = Home.OpenStore();
        var first = await store.AppendAsync(Samples.Append(1, 0, Samples.Reading(3, 0.25), Samples.Reading(1, -7)), default);
        Home.Time.Advance(TimeSpan.FromMilliseconds(5));
        var between = await store.AppendAsync(Samples.Append(2, 0, Samples.Reading(2, 1, producer: 8)), default);
        Home.Time.Advance(TimeSpan.FromMilliseconds(5));
        var last = await store.AppendAsync(Samples.Append(1, first, Samples.Reading(2, 4)), default);

        var history = await Samples.HistoryAsync(store, 1);

        Assert.Equal([first, last], history.Select(commit => commit.Position));
        Assert.Equal([Samples.Reading(3, 0.25), Samples.Reading(1, -7)], history[0].Readings.ToArray());
        Assert.Equal([Samples.Reading(2, 4)], history[1].Readings.ToArray());
        Assert.Equal(10, history[1].AcceptedAt.UnixMillis - history[0].AcceptedAt.UnixMillis);
        Assert.Equal([between], (await Samples.HistoryAsync(store, 2)).Select(commit => commit.Position));
    }

    [Theory]
    [InlineData(64, 511)]
    [InlineData(64, 512)]
    [InlineData(5, 20_000)]
    [InlineData(1, 100_000)]
    public async Task The_readings_of_a_large_commit_come_back_goal_by_goal(int goals, int readings)
    {
        using var commits = new HeldCommits();
        await using var store = Home.OpenStore(commits.BeforeCommit);
        commits.Hold();
        var held = store.ReserveGoalNumbersAsync(1, default).AsTask();
        await commits.Reached();
        var sent = Enumerable.Range(1, goals)
            .Select(goal => Enumerable.Range(0, readings).Select(i => Samples.Reading((goal * 7) + i, i / 3.0, producer: i % 8)).ToArray()).ToArray();

        // Handed over in reverse, so that the commit has to sort its goals by number.
        var appends = Enumerable.Range(1, goals).Reverse()
            .Select(goal => store.AppendAsync(Samples.Append(goal, 0, sent[goal - 1]), default).AsTask()).ToArray();
        commits.Release();
        await held;

        var position = Assert.Single((await Task.WhenAll(appends)).Distinct());
        for (var goal = 1; goal <= goals; goal++)
        {
            var commit = Assert.Single(await Samples.HistoryAsync(store, goal));
            Assert.Equal(position, commit.Position);
            Assert.Equal(sent[goal - 1], commit.Readings.ToArray());
        }
    }

    [Fact]
    public async Task The_last_sequence_of_a_producer_is_found_from_the_newest_commit_back()
    {
        await using var store = Home.OpenStore();
        var first = await store.AppendAsync(Samples.Append(1, 0, Samples.Reading(3), Samples.Reading(4), Samples.Reading(9, producer: 2)), default);
        var second = await store.AppendAsync(Samples.Append(1, first, Samples.Reading(7)), default);
        await store.AppendAsync(Samples.Append(2, 0, Samples.Reading(8)), default);

        Assert.Equal(7, await store.ReadLastSequenceAsync(1, 1, second, default));
        Assert.Equal(4, await store.ReadLastSequenceAsync(1, 1, first, default));
        Assert.Equal(9, await store.ReadLastSequenceAsync(1, 2, second, default));
        Assert.Equal(0, await store.ReadLastSequenceAsync(1, 3, second, default));
        Assert.Equal(0, await store.ReadLastSequenceAsync(3, 1, second, default));
    }

    [Fact]
    public async Task History_up_to_a_position_leaves_later_commits_out()
    {
        await using var store = Home.OpenStore();
        var positions = await AppendManyAsync(store, 5);
        Assert.Equal(positions[..3], (await Samples.HistoryAsync(store, 1, positions[2])).Select(commit => commit.Position));
        Assert.Equal(positions[..3], (await Samples.HistoryAsync(store, 1, positions[3] - 1)).Select(commit => commit.Position));
        Assert.Empty(await Samples.HistoryAsync(store, 1, positions[0] - 1));
    }

    [Fact]
    public async Task A_history_of_several_pages_is_whole()
    {
        await using var store = Home.OpenStore();
        var readings = new StoredReading[20_000];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = Samples.Reading(i, i / 8.0);
        }

        var first = await store.AppendAsync(Samples.Append(1, 0, readings), default);
        var second = await store.AppendAsync(Samples.Append(1, first, readings), default);
        await store.AppendAsync(Samples.Append(1, second, Samples.Reading(9)), default);

        var history = await Samples.HistoryAsync(store, 1);

        Assert.Equal([20_000, 20_000, 1], history.Select(commit => commit.Readings.Length));
        Assert.Equal(readings, history[1].Readings.ToArray());
    }

    [Fact]
    public async Task A_commit_of_many_goals_is_cut_into_rows_and_each_goal_is_found()
    {
        using var commits = new HeldCommits();
        await using var store = Home.OpenStore(commits.BeforeCommit);
        commits.Hold();
        var opening = store.ReserveGoalNumbersAsync(1, default).AsTask();
        await commits.Reached();
        var appends = Enumerable.Range(1, 5_000)
            .Select(goal => store.AppendAsync(Samples.Append(goal * 3, 0), default).AsTask())
            .Reverse()
            .ToArray();
        commits.Release();
        await opening;
        await Task.WhenAll(appends);

        foreach (var goal in new long[] { 3, 2_500 * 3, 2_501 * 3, 2_502 * 3, 15_000 })
        {
            Assert.Equal([Samples.Reading(goal)], Assert.Single(await Samples.HistoryAsync(store, goal)).Readings.ToArray());
        }
    }

    [Fact]
    public async Task Acceptance_never_goes_back_when_the_system_clock_does()
    {
        await using var store = Home.OpenStore();
        var first = await store.AppendAsync(Samples.Append(1, 0), default);
        var before = Home.Time.GetUtcNow();
        Home.Time.AdjustTime(before - TimeSpan.FromHours(1));
        await store.AppendAsync(Samples.Append(1, first), default);

        var history = await Samples.HistoryAsync(store, 1);

        Assert.All(history, commit => Assert.Equal(new Instant(before.ToUnixTimeMilliseconds()), commit.AcceptedAt));
    }

    private static async Task<long[]> AppendManyAsync(IGoalStore store, int count)
    {
        var positions = new long[count];
        for (var i = 0; i < count; i++)
        {
            positions[i] = await store.AppendAsync(Samples.Append(1, i == 0 ? 0 : positions[i - 1], Samples.Reading(i)), default);
            await store.AppendAsync(Samples.Append(100 + i, 0), default);
        }

        return positions;
    }
}
