using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class AmendmentTests(StoreHome home) : StoreContract(home), IAsyncLifetime
{
    private readonly IGoalStore _store = home.OpenStore();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task A_corrected_reading_keeps_its_time_and_place_and_a_retracted_one_does_not_count()
    {
        var first = await AppendAsync(0, Samples.Reading(1, 10), Samples.Reading(2, 20), Samples.Reading(3, 30));
        var second = await AppendAsync(first, Samples.Reading(4, 40));
        var corrected = await _store.AmendAsync(Samples.Amend(1, second, 2, 21), default);
        await _store.AmendAsync(Samples.Amend(1, corrected, 3, null), default);

        var history = await Samples.HistoryAsync(_store, 1);

        Assert.Equal([first, second], history.Select(commit => commit.Position));
        Assert.Equal([Samples.Reading(1, 10), Samples.Reading(2, 21)], history[0].Readings.ToArray());
        Assert.Equal([Samples.Reading(1, 10), Samples.Reading(2, 20), Samples.Reading(3, 30)], history[0].Accepted.ToArray());
        Assert.Equal([Samples.Reading(4, 40)], history[1].Readings.ToArray());
    }

    [Fact]
    public async Task What_came_after_a_commit_is_read_without_what_was_before_and_amendments_of_anything_are_told()
    {
        var first = await AppendAsync(0, Samples.Reading(1, 10));
        var second = await AppendAsync(first, Samples.Reading(2, 20));
        Assert.False(await _store.IsAmendedSinceAsync(1, 0, default));
        Assert.Equal([second], await PositionsSinceAsync(first, long.MaxValue));
        Assert.Equal([first], await PositionsSinceAsync(0, first));

        var amended = await _store.AmendAsync(Samples.Amend(1, second, 1, 11), default);
        var third = await AppendAsync(amended, Samples.Reading(3, 30));

        Assert.True(await _store.IsAmendedSinceAsync(1, second, default));
        Assert.False(await _store.IsAmendedSinceAsync(1, amended, default));
        Assert.False(await _store.IsAmendedSinceAsync(2, 0, default));
        Assert.Equal([third], await PositionsSinceAsync(second, third));
        Assert.Equal([third], await PositionsSinceAsync(amended, long.MaxValue));
        Assert.Empty(await PositionsSinceAsync(third, long.MaxValue));
    }

    [Fact]
    public async Task An_amended_reading_stays_before_those_accepted_after_it()
    {
        var position = await AppendAsync(0, Samples.Reading(1, 10), Samples.Reading(2, 20), Samples.Reading(3, 30));
        position = await _store.AmendAsync(Samples.Amend(1, position, 1, 11), default);
        position = await _store.AmendAsync(Samples.Amend(1, position, 2, null), default);
        await _store.AmendAsync(Samples.Amend(1, position, 2, 22), default);
        Assert.Equal([11, 22, 30], Assert.Single(await Samples.HistoryAsync(_store, 1)).Readings.ToArray().Select(reading => reading.Value));
    }

    [Fact]
    public async Task The_last_amendment_up_to_a_position_decides()
    {
        var position = await AppendAsync(0, Samples.Reading(1, 10));
        var positions = new List<long> { position };
        foreach (var value in new double?[] { 11, null, 12 })
        {
            positions.Add(await _store.AmendAsync(Samples.Amend(1, positions[^1], 1, value), default));
        }

        foreach (var (known, value) in positions.Zip(new double?[] { 10, 11, null, 12 }))
        {
            var readings = Assert.Single(await Samples.HistoryAsync(_store, 1, known)).Readings.ToArray();
            Assert.Equal(value is { } counts ? [Samples.Reading(1, counts)] : [], readings);
        }
    }

    [Fact]
    public async Task An_amendment_is_kept_with_its_author_reason_and_instant()
    {
        var position = await AppendAsync(0, Samples.Reading(1, 10));
        Home.Time.Advance(TimeSpan.FromMinutes(1));
        var amended = await _store.AmendAsync(Samples.Amend(1, position, 1, -0.0), default);

        var commit = Assert.Single(await Samples.HistoryAsync(_store, 1));

        var stored = Assert.Single(commit.Amendments);
        Assert.Equal((amended, 60_000L), (stored.Position, stored.AcceptedAt.UnixMillis - commit.AcceptedAt.UnixMillis));
        Assert.Equal(new ReadingAmendment(1, 1, -0.0, "ann", "typo"), stored.Amendment);
        Assert.True(double.IsNegative(stored.Amendment.Value!.Value));
    }

    [Fact]
    public async Task What_was_known_before_an_instant_has_no_amendment_of_that_instant_or_later()
    {
        var position = await AppendAsync(0, Samples.Reading(1, 10));
        for (var minute = 1; minute <= 2; minute++)
        {
            Home.Time.Advance(TimeSpan.FromMinutes(1));
            position = await _store.AmendAsync(Samples.Amend(1, position, 1, 10 + minute), default);
        }

        var commit = Assert.Single(await Samples.HistoryAsync(_store, 1));

        foreach (var (millis, value) in new[] { (1L, 10), (60_000, 10), (60_001, 11), (120_000, 11), (120_001, 12) })
        {
            var known = commit.KnownBefore(new Instant(commit.AcceptedAt.UnixMillis + millis)).Readings.ToArray();
            Assert.Equal([Samples.Reading(1, value)], known);
        }
    }

    [Fact]
    public async Task An_amendment_that_expects_another_position_is_a_conflict_and_leaves_nothing()
    {
        var position = await AppendAsync(0, Samples.Reading(1, 10));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await _store.AmendAsync(Samples.Amend(1, position + 1, 1, 11), default));
        Assert.Empty(Assert.Single(await Samples.HistoryAsync(_store, 1)).Amendments);
        Assert.Equal(position, (await _store.ReadStateAsync(1, default))!.Position);
    }

    [Fact]
    public async Task Amendments_of_another_goal_producer_or_sequence_mean_nothing()
    {
        var first = await AppendAsync(0, Samples.Reading(5, 10), Samples.Reading(5, 20, producer: 2), Samples.Reading(7, 30));
        var second = await _store.AmendAsync(Samples.Amend(1, first, 6, 1), default);
        await _store.AmendAsync(Samples.Amend(1, second, 5, 2, producer: 3), default);
        var other = await _store.AppendAsync(Samples.Append(2, 0, Samples.Reading(5, 99)), default);
        await _store.AmendAsync(Samples.Amend(2, other, 5, 98), default);

        Assert.Equal([10, 20, 30], Assert.Single(await Samples.HistoryAsync(_store, 1)).Readings.ToArray().Select(reading => reading.Value));
        Assert.Equal([98], Assert.Single(await Samples.HistoryAsync(_store, 2)).Readings.ToArray().Select(reading => reading.Value));
    }

    [Fact]
    public async Task Pages_go_back_from_the_newest_commit_with_all_amendments_of_now()
    {
        var a = await AppendAsync(0, Samples.Reading(1, 1), Samples.Reading(2, 2));
        var b = await AppendAsync(a, Samples.Reading(3, 3));
        var c = await _store.AmendAsync(Samples.Amend(1, b, 1, 9), default);
        var d = await AppendAsync(c, Samples.Reading(4, 4));

        var first = await _store.ReadReadingsAsync(1, 0, 2, default);
        var second = await _store.ReadReadingsAsync(1, first.Next, 1, default);

        Assert.Equal([d, b], first.Commits.Select(commit => commit.Position));
        Assert.Equal(a, first.Next);
        Assert.Equal([a], second.Commits.Select(commit => commit.Position));
        Assert.Equal([9, 2], second.Commits[0].Readings.ToArray().Select(reading => reading.Value));
        Assert.Equal(0, second.Next);
    }

    [Fact]
    public async Task A_page_names_producers_and_refuses_a_commit_without_the_goal()
    {
        var producer = await _store.OpenProducerAsync("w", "till-7", default);
        var position = await AppendAsync(0, Samples.Reading(1, 1, producer.Number));
        var other = await _store.AppendAsync(Samples.Append(2, 0), default);

        Assert.Equal("till-7", (await _store.ReadReadingsAsync(1, 0, 1, default)).Producers[producer.Number]);
        Assert.Empty((await _store.ReadReadingsAsync(3, 0, 1, default)).Commits);
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.ReadReadingsAsync(1, other, 1, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.ReadReadingsAsync(1, position - 1, 1, default));
    }

    [Fact]
    public async Task A_reading_is_found_without_its_goal()
    {
        var first = await AppendAsync(0, Samples.Reading(3, 1), Samples.Reading(5, 1));
        await _store.AppendAsync(Samples.Append(2, 0, Samples.Reading(4, 1), Samples.Reading(5, 1, producer: 2)), default);
        await _store.AmendAsync(Samples.Amend(1, first, 3, 9), default);

        Assert.Equal(new ReadingPlace(1, true), await FindAsync(1, 3));
        Assert.Equal(new ReadingPlace(2, true), await FindAsync(1, 4));
        Assert.Equal(new ReadingPlace(1, true), await FindAsync(1, 5));
        Assert.Equal(new ReadingPlace(2, true), await FindAsync(2, 5));
        Assert.Equal(new ReadingPlace(null, true), await FindAsync(2, 4));
        Assert.Equal(new ReadingPlace(null, true), await FindAsync(1, 6));
    }

    private ValueTask<ReadingPlace> FindAsync(long producer, long sequence) =>
        _store.FindReadingAsync(new ReadingName(producer, sequence), default);

    private async Task<long> AppendAsync(long expected, params StoredReading[] readings) =>
        await _store.AppendAsync(Samples.Append(1, expected, readings), default);

    private async Task<List<long>> PositionsSinceAsync(long after, long upTo)
    {
        var positions = new List<long>();
        await foreach (var commit in _store.ReadHistorySinceAsync(1, after, upTo, default))
        {
            positions.Add(commit.Position);
        }

        return positions;
    }
}
