using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Tests.Workspaces;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Goals;

public sealed class CheckInTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_check_in_with_a_value_is_a_reading_that_counts_once_however_often_it_is_sent(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        var entry = Entry("ann", "first", value: 4);
        var kept = await CheckInAsync(cycle, ClosingCycle.Own, entry, silo: 1);
        Assert.Equal(kept, await CheckInAsync(cycle, ClosingCycle.Own, entry, silo: 2));
        await CheckInAsync(cycle, ClosingCycle.Own, Entry("bob", "", value: 1), silo: 0);
        await CheckInAsync(cycle, ClosingCycle.Own, Entry("ann", "", value: 2), silo: 0);

        Assert.Equal((CheckInOutcome.Done, 1L), (kept.Outcome, kept.Number));
        Assert.Equal("0.7", (await cycle.StateAsync(ClosingCycle.Own)).Figures!.Score!.Value.ToString());
        var goal = (await cycle.Cluster.DirectoryAsync("w")).ByName[ClosingCycle.Own].Address.Number;
        var rows = await cycle.Cluster.Store.ReadCheckInsAsync(goal, long.MaxValue, 10, default);
        Assert.Equal([3L, 2, 1], rows.Select(row => row.CheckIn.Reading!.Value.Sequence));
        Assert.Equal([$"check-in/{goal}/ann", $"check-in/{goal}/bob", $"check-in/{goal}/ann"], rows.Select(row => row.Producer));
        Assert.Equal("first", rows[2].CheckIn.Request);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Check_ins_go_on_after_a_restart(int silos)
    {
        using var folder = new TempFolder();
        await using (var cycle = await ClosingCycle.StartAsync(silos, folder: folder.Path))
        {
            await CheckInAsync(cycle, ClosingCycle.Own, Entry("ann", "once", value: 4));
        }

        await using var again = await ClosingCycle.StartAsync(silos, folder: folder.Path, apply: false);
        Assert.Equal(1, (await CheckInAsync(again, ClosingCycle.Own, Entry("ann", "once", value: 4))).Number);
        Assert.Equal(2, (await CheckInAsync(again, ClosingCycle.Own, Entry("ann", "twice", value: 2))).Number);
        Assert.Equal("0.6", (await again.StateAsync(ClosingCycle.Own)).Figures!.Score!.Value.ToString());
    }

    [Fact]
    public async Task A_value_needs_a_key_result_that_is_measured_by_itself_and_a_kpi_takes_no_check_in()
    {
        await using var cycle = await ClosingCycle.StartAsync(1);
        Assert.Equal(CheckInOutcome.TakesNoReadings, (await CheckInAsync(cycle, ClosingCycle.ByA, Entry("ann", "", value: 1))).Outcome);
        Assert.Equal(CheckInOutcome.TakesNoReadings, (await CheckInAsync(cycle, ClosingCycle.Grow, Entry("ann", "", value: 1))).Outcome);
        Assert.Equal(CheckInOutcome.TakesNoCheckIns, (await CheckInAsync(cycle, ClosingCycle.A, Entry("ann", ""))).Outcome);
        Assert.Equal(CheckInOutcome.Done, (await CheckInAsync(cycle, ClosingCycle.Grow, Entry("ann", ""))).Outcome);
        Assert.Equal(1, (await cycle.StateAsync(ClosingCycle.Grow)).CheckIns);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_check_in_is_due_one_review_after_the_last_one_and_watchers_are_told(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        const string More = "  - {id: watched, review: P14D}\n  - {id: started, cycle: later, review: P14D}\n";
        var plan = System.Text.Encoding.UTF8.GetString(ClosingCycle.Plan(more: More))
            .Replace("cycles: [", "cycles: [{id: later, start: 2026-03-01, end: 2026-04-01}, ", StringComparison.Ordinal);
        await cycle.Cluster.ApplyAsync(System.Text.Encoding.UTF8.GetBytes(plan));
        var watched = new GoalName(GoalKind.Objective, "watched");
        Assert.Equal(Days(14), (await cycle.StateAsync(watched)).CheckInDueAt);
        Assert.Equal(Instant.Parse("2026-03-15T00:00:00Z"), (await cycle.StateAsync(new GoalName(GoalKind.Objective, "started"))).CheckInDueAt);
        Assert.Null((await cycle.StateAsync(ClosingCycle.Grow)).CheckInDueAt);

        using var watch = cycle.Cluster.Of<GoalWatchHub>(1).Open([(await cycle.Cluster.DirectoryAsync("w", 1)).ByName[watched].Address]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await watch.NextAsync(patience.Token);
        cycle.Time.At = Days(3);
        await CheckInAsync(cycle, watched, Entry("ann", ""));
        Assert.Equal(Days(17), (await watch.NextAsync(patience.Token))[^1].CheckInDueAt);
        Assert.Equal(Days(17), (await cycle.StateAsync(watched)).CheckInDueAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_check_in_grows_overdue_a_millisecond_after_it_is_due_and_watchers_are_told_then(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, ClosingCycle.January20);
        await cluster.ApplyAsync(ClosingCycle.Plan(more: "  - {id: watched, review: P14D}"));
        var watched = new GoalName(GoalKind.Objective, "watched");
        using var watch = cluster.Of<GoalWatchHub>(1).Open([(await cluster.DirectoryAsync("w", 1)).ByName[watched].Address]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await watch.NextAsync(patience.Token);

        await cluster.MoveClockAsync(Days(14), silo: 2);
        var due = await cluster.StateAsync("w", watched);
        Assert.Equal((Days(14), Days(14), false), (due.At, due.CheckInDueAt, due.IsCheckInOverdue));
        await cluster.MoveClockAsync(Days(14, 1), silo: 2);
        Assert.True((await cluster.StateAsync("w", watched)).IsCheckInOverdue);
        var told = Assert.Single(await watch.NextAsync(patience.Token));
        Assert.Equal((Days(14, 1), true), (told.At, told.IsCheckInOverdue));

        var address = (await cluster.DirectoryAsync("w")).ByName[watched].Address;
        await GrainsOfGoals.Of(cluster.Of<IGrainFactory>(0), address).CheckIn(Entry("ann", ""));
        told = Assert.Single(await watch.NextAsync(patience.Token));
        Assert.Equal((Days(28, 1), false), (told.CheckInDueAt, told.IsCheckInOverdue));
        await cluster.MoveClockAsync(Days(28, 2));
        told = Assert.Single(await watch.NextAsync(patience.Token));
        Assert.Equal((Days(28, 2), true), (told.At, told.IsCheckInOverdue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_check_in_counts_even_where_others_have_sent_under_its_producer_before_that_was_refused(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        var goal = (await cycle.Cluster.DirectoryAsync("w")).ByName[ClosingCycle.Own].Address.Number;
        await CheckInAsync(cycle, ClosingCycle.Own, Entry("ann", "", value: 1));
        var stranger = new Producer(cycle.Cluster, "w", $"check-in/{goal}/ann");
        var time = Instant.Parse("2026-01-10T00:00:00Z");
        await stranger.SendAsync([.. Enumerable.Repeat(new DrawnReading(ClosingCycle.Own, time, 1), 4)], () => 4, silo: 0);

        var kept = await CheckInAsync(cycle, ClosingCycle.Own, Entry("ann", "", value: 2));

        Assert.Equal((CheckInOutcome.Done, 2L), (kept.Outcome, kept.Number));
        Assert.Equal("0.6", (await cycle.StateAsync(ClosingCycle.Own)).Figures!.Score!.Value.ToString());
        var rows = await cycle.Cluster.Store.ReadCheckInsAsync(goal, long.MaxValue, 10, default);
        Assert.Equal([5L, 1], rows.Select(row => row.CheckIn.Reading!.Value.Sequence));
    }

    [Fact]
    public async Task A_check_in_whose_producer_has_used_the_last_sequence_of_all_is_refused_and_one_without_a_value_is_not()
    {
        await using var cycle = await ClosingCycle.StartAsync(1);
        var directory = await cycle.Cluster.DirectoryAsync("w");
        var address = directory.ByName[ClosingCycle.Own].Address;
        using (var session = await new Producer(cycle.Cluster, "w", $"check-in/{address.Number}/ann").OpenAsync(silo: 0))
        {
            var time = Instant.Parse("2026-01-10T00:00:00Z");
            await Producer.SubmitAsync(session, [new RoutedReading(session.SenderTo(address), time, 1, long.MaxValue)]);
        }

        Assert.Equal(CheckInOutcome.SequencesUsedUp, (await CheckInAsync(cycle, ClosingCycle.Own, Entry("ann", "", value: 2))).Outcome);
        Assert.Equal(CheckInOutcome.Done, (await CheckInAsync(cycle, ClosingCycle.Own, Entry("ann", ""))).Outcome);
        Assert.Equal(CheckInOutcome.Done, (await CheckInAsync(cycle, ClosingCycle.Own, Entry("bob", "", value: 2))).Outcome);
        Assert.Equal("0.3", (await cycle.StateAsync(ClosingCycle.Own)).Figures!.Score!.Value.ToString());
    }

    private static Instant Days(int days, long millis = 0) => new(ClosingCycle.January20.UnixMillis + (days * 86_400_000L) + millis);

    private static CheckInEntry Entry(string author, string request, double? value = null) =>
        new(author, "going well", new Portion(800_000_000), request, value, Instant.Parse("2026-01-10T00:00:00Z"));

    private static async Task<CheckedIn> CheckInAsync(ClosingCycle cycle, GoalName goal, CheckInEntry entry, int silo = 1)
    {
        var address = (await cycle.Cluster.DirectoryAsync("w", silo)).ByName[goal].Address;
        return await GrainsOfGoals.Of(cycle.Cluster.Of<IGrainFactory>(silo), address).CheckIn(entry);
    }
}
