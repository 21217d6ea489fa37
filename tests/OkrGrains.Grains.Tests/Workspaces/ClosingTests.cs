using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Watching;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>Tests of closings (goal-model §8).</summary>
public sealed class ClosingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_is_accepted_before_the_closing_is_final_and_what_comes_later_restates(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        await cycle.PushAsync(ClosingCycle.A, 300);
        await cycle.PushAsync(ClosingCycle.Own, 4);
        await cycle.MoveAsync(ClosingCycle.End);
        Assert.Null((await cycle.StateAsync(ClosingCycle.Grow)).Final);
        await cycle.PushAsync(ClosingCycle.A, 100, "2026-01-31T23:59:59.999Z");
        await cycle.PushAsync(ClosingCycle.A, 10_000, "2026-02-01T00:00:00Z");
        await cycle.MoveAsync(new Instant(ClosingCycle.Closing.UnixMillis - 1));
        Assert.Null((await cycle.StateAsync(ClosingCycle.Grow)).Final);
        var final = cycle.Expected(ClosingCycle.End);

        await cycle.MoveAsync(ClosingCycle.Closing);
        await cycle.PushAsync(ClosingCycle.A, 50);

        var live = cycle.Expected(ClosingCycle.Closing);
        foreach (var goal in new[] { ClosingCycle.Grow, ClosingCycle.ByA, ClosingCycle.Own })
        {
            var state = await cycle.StateAsync(goal);
            Assert.Equal(ClosingCycle.Final(final, goal), state.Final);
            Assert.Equal(live.Of(goal), state.Figures);
            Assert.Equal(goal != ClosingCycle.Own, state.IsRestated);
        }

        Assert.Equal("0.4", (await cycle.StateAsync(ClosingCycle.ByA)).Final!.Score.ToString());
        Assert.Null((await cycle.StateAsync(ClosingCycle.Above)).Final);
        Assert.Null((await cycle.StateAsync(ClosingCycle.A)).Final);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_reading_that_the_clock_accepts_at_the_closing_does_not_count_though_it_is_committed_before_it(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        await cycle.PushAsync(ClosingCycle.A, 300);
        var final = cycle.Expected(ClosingCycle.End);
        cycle.Time.At = ClosingCycle.Closing;
        await cycle.PushAsync(ClosingCycle.A, 50);
        await cycle.MoveAsync(ClosingCycle.Closing);
        Assert.Equal(ClosingCycle.Final(final, ClosingCycle.ByA), (await cycle.StateAsync(ClosingCycle.ByA)).Final);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_server_that_was_down_closes_before_it_answers_by_the_same_readings(int silos)
    {
        using var folder = new TempFolder();
        FinalScore final;
        await using (var cycle = await ClosingCycle.StartAsync(silos, folder: folder.Path))
        {
            await cycle.PushAsync(ClosingCycle.A, 300);
            final = ClosingCycle.Final(cycle.Expected(ClosingCycle.End), ClosingCycle.Grow);
        }

        var later = Instant.Parse("2026-03-01T00:00:00Z");
        await using var again = await ClosingCycle.StartAsync(silos, later, folder.Path, apply: false);
        Assert.Equal(final, (await again.StateAsync(ClosingCycle.Grow)).Final);
        await again.MoveAsync(later, silo: 1);
        Assert.Equal([ClosingKind.Closed], (await again.Cluster.Store.ReadClosingsAsync("w", default)).Select(row => row.Kind));
    }

    [Fact]
    public async Task A_definition_that_is_accepted_after_the_closing_does_not_count_though_nothing_was_closed_by_then()
    {
        await using var cycle = await ClosingCycle.StartAsync(1);
        await cycle.PushAsync(ClosingCycle.A, 300);
        var final = cycle.Expected(ClosingCycle.End);
        cycle.Time.At = ClosingCycle.Closing;
        await cycle.Cluster.ApplyAsync(ClosingCycle.Plan(target: 600, end: "2026-06-01"));
        var state = await cycle.StateAsync(ClosingCycle.ByA);
        Assert.Equal(ClosingCycle.Final(final, ClosingCycle.ByA), state.Final);
        Assert.Equal("0.5", state.Figures!.Score!.Value.ToString());
    }

    [Fact]
    public async Task A_definition_that_is_on_its_way_when_the_clock_reaches_the_closing_does_not_count()
    {
        WatchedStore? store = null;
        await using var cycle = await ClosingCycle.StartAsync(1, wrap: inner => store = new WatchedStore(inner));
        await cycle.PushAsync(ClosingCycle.A, 300);
        var final = cycle.Expected(ClosingCycle.End);
        cycle.Time.At = new Instant(ClosingCycle.Closing.UnixMillis - 1);
        store!.BeforeDefine = () =>
        {
            cycle.Time.At = ClosingCycle.Closing;
            store.BeforeDefine = () => Task.CompletedTask;
            return Task.CompletedTask;
        };
        await cycle.Cluster.ApplyAsync(ClosingCycle.Plan(target: 600, end: "2026-06-01"));
        await cycle.MoveAsync(ClosingCycle.Closing);
        var state = await cycle.StateAsync(ClosingCycle.ByA);
        Assert.Equal(ClosingCycle.Final(final, ClosingCycle.ByA), state.Final);
        Assert.Equal("0.5", state.Figures!.Score!.Value.ToString());
    }

    [Fact]
    public async Task A_cycle_whose_closing_had_passed_when_the_plan_came_stays_open()
    {
        await using var cycle = await ClosingCycle.StartAsync(1, ClosingCycle.Closing);
        await cycle.PushAsync(ClosingCycle.A, 300);
        await cycle.MoveAsync(Instant.Parse("2027-01-01T00:00:00Z"));
        Assert.Null((await cycle.StateAsync(ClosingCycle.Grow)).Final);
        Assert.Empty(await cycle.Cluster.Store.ReadClosingsAsync("w", default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_reopened_cycle_has_no_finals_until_it_is_closed_by_hand_with_what_is_accepted_then(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        await cycle.PushAsync(ClosingCycle.A, 300);
        Assert.Equal(CycleOutcome.NotEnded, await cycle.Owner().CloseCycle(new CycleChange("q1", "ann", "")));
        Assert.Equal(CycleOutcome.NotClosed, await cycle.Owner().ReopenCycle(new CycleChange("q1", "ann", "")));
        Assert.Equal(CycleOutcome.UnknownCycle, await cycle.Owner().ReopenCycle(new CycleChange("q2", "ann", "")));
        Assert.Equal(CycleOutcome.UnknownCycle, await cycle.Owner().CloseCycle(new CycleChange("q2", "ann", "")));
        await cycle.MoveAsync(ClosingCycle.Closing);
        var first = ClosingCycle.Final(cycle.Expected(ClosingCycle.End), ClosingCycle.Grow);
        Assert.Equal(CycleOutcome.ClosedAlready, await cycle.Owner().CloseCycle(new CycleChange("q1", "ann", "")));

        Assert.Equal(CycleOutcome.Done, await cycle.Owner().ReopenCycle(new CycleChange("q1", "ann", "forgot one")));
        Assert.Null((await cycle.StateAsync(ClosingCycle.Grow)).Final);
        await cycle.PushAsync(ClosingCycle.A, 100);
        await cycle.MoveAsync(Instant.Parse("2026-06-01T00:00:00Z"));
        Assert.Null((await cycle.StateAsync(ClosingCycle.Grow)).Final);

        Assert.Equal(CycleOutcome.Done, await cycle.Owner(2).CloseCycle(new CycleChange("q1", "bob", "now")));
        var second = ClosingCycle.Final(cycle.Expected(ClosingCycle.End), ClosingCycle.Grow);
        await cycle.PushAsync(ClosingCycle.A, 1);
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await cycle.StateAsync(ClosingCycle.Grow)).Final);
        var record = await cycle.Cluster.Store.ReadClosingsAsync("w", default);
        Assert.Equal(
            [(ClosingKind.Closed, "clock", ""), (ClosingKind.Reopened, "ann", "forgot one"), (ClosingKind.Closed, "bob", "now")],
            record.Select(row => (row.Kind, row.Author, row.Reason)));
        var grow = (await cycle.Cluster.DirectoryAsync("w")).ByName[ClosingCycle.Grow].Address.Number;
        var kept = await cycle.Cluster.Store.ReadFinalsAsync("w", record[0].Position, default);
        Assert.Equal(first.Score, kept.Single(final => final.Goal == grow).Score);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_watcher_is_told_of_closing_and_reopening_though_no_number_moves(int silos)
    {
        await using var cycle = await ClosingCycle.StartAsync(silos);
        await cycle.PushAsync(ClosingCycle.A, 300);
        cycle.Time.At = new Instant(ClosingCycle.Closing.UnixMillis - 1);
        var address = (await cycle.Cluster.DirectoryAsync("w", 1)).ByName[ClosingCycle.Grow].Address;
        using var watch = cycle.Cluster.Of<GoalWatchHub>(1).Open([address]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Assert.Null((await watch.NextAsync(patience.Token))[^1].Final);
        await cycle.MoveAsync(ClosingCycle.Closing);
        var closed = await NextAsync(watch, state => state.Final is not null, patience.Token);
        await cycle.Owner().ReopenCycle(new CycleChange("q1", "ann", "again"));
        var reopened = await NextAsync(watch, state => state.Final is null, patience.Token);
        Assert.True(reopened.Version > closed.Version);
    }

    [Fact]
    public async Task Every_silo_may_see_to_it_and_the_cycle_is_closed_once()
    {
        await using var cycle = await ClosingCycle.StartAsync(3);
        await cycle.PushAsync(ClosingCycle.A, 300);
        cycle.Time.At = ClosingCycle.Closing;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(silo => cycle.MoveAsync(ClosingCycle.Closing, silo)));
        Assert.Single(await cycle.Cluster.Store.ReadClosingsAsync("w", default));
    }

    private static async Task<GoalState> NextAsync(GoalWatch watch, Func<GoalState, bool> wanted, CancellationToken patience)
    {
        while (true)
        {
            var state = (await watch.NextAsync(patience))[^1];
            if (wanted(state))
            {
                return state;
            }
        }
    }

    private static async Task UntilAsync(ClosingCycle cycle, GoalName goal, Func<GoalState, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var address = (await cycle.Cluster.DirectoryAsync("w", 1)).ByName[goal].Address;
        using var watch = cycle.Cluster.Of<GoalWatchHub>(1).Open([address]);
        await NextAsync(watch, wanted, patience.Token);
    }
}
