using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class CheckInTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task Check_ins_come_back_newest_first_a_page_at_a_time()
    {
        await using (var store = Home.OpenStore())
        {
            GoalDefinition[] goals = [Samples.Objective(7, "a"), Samples.Objective(8, "b"), Samples.Objective(9, "c")];
            await store.ReserveGoalNumbersAsync(9, default);
            await store.DefineAsync(Samples.Define(0, goals), default);
            for (var number = 1; number <= 3; number++)
            {
                await store.AddCheckInAsync(Samples.CheckIn(7, number) with { Confidence = null }, default);
                Home.Time.Advance(TimeSpan.FromSeconds(1));
            }

            await store.AddCheckInAsync(Samples.CheckIn(8, 1), default);
        }

        await using var again = Home.OpenStore();
        var page = await again.ReadCheckInsAsync(7, long.MaxValue, 2, default);
        Assert.Equal([3, 2], page.Select(row => row.CheckIn.Number));
        Assert.Equal(Samples.CheckIn(7, 3) with { Confidence = null }, page[0].CheckIn);
        Assert.Equal(1000, page[0].AcceptedAt.UnixMillis - page[1].AcceptedAt.UnixMillis);
        Assert.Equal([1], (await again.ReadCheckInsAsync(7, 2, 2, default)).Select(row => row.CheckIn.Number));
        Assert.Equal(3, (await Samples.RecordAsync(again, 7)).LastCheckIn!.CheckIn.Number);
        Assert.Null((await Samples.RecordAsync(again, 9)).LastCheckIn);
    }

    [Fact]
    public async Task A_check_in_and_its_reading_are_one_commit()
    {
        await using var store = Home.OpenStore();
        var producer = await store.OpenProducerAsync("w", "check-in/7/ann", default);
        var reading = new StoredReading(new Model.Time.Instant(1234), 0.1, producer.Number, 1);
        var position = await store.AppendAsync(Samples.Append(7, 0, reading) with { CheckIn = Samples.CheckIn(7, 1, reading: reading) }, default);

        var row = Assert.Single(await store.ReadCheckInsAsync(7, long.MaxValue, 10, default));
        Assert.Equal((position, "check-in/7/ann", reading), (row.Position, row.Producer, row.CheckIn.Reading));
        Assert.Equal(position, Assert.Single(await Samples.HistoryAsync(store, 7)).Position);
    }

    [Fact]
    public async Task A_check_in_that_does_not_follow_is_a_conflict_and_its_reading_is_not_kept()
    {
        await using var store = Home.OpenStore();
        await store.AddCheckInAsync(Samples.CheckIn(7, 1, "once"), default);
        var second = Samples.Append(7, 0) with { CheckIn = Samples.CheckIn(7, 1) };
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.AppendAsync(second, default));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.AddCheckInAsync(Samples.CheckIn(7, 3), default));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.AddCheckInAsync(Samples.CheckIn(7, 2, "once"), default));
        Assert.Equal([1], (await store.ReadCheckInsAsync(7, long.MaxValue, 10, default)).Select(row => row.CheckIn.Number));
        Assert.Empty(await Samples.HistoryAsync(store, 7));
        Assert.Equal(1, (await store.FindCheckInAsync(7, "once", default))!.CheckIn.Number);
        Assert.Null(await store.FindCheckInAsync(8, "once", default));
        Assert.Null(await store.FindCheckInAsync(7, "", default));
    }
}
