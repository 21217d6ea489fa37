using System.Text;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Tests.Readings;
using OkrGrains.Grains.Watching;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>
/// Tests that a closed goal is restated by what is accepted later, and never by time alone (goal-model §8), where goals below it are read
/// after its cycle has ended.
/// </summary>
public sealed class RestatedTests
{
    private static readonly GoalName _rolling = new(GoalKind.Kpi, "rolling");
    private static readonly GoalName _monthly = new(GoalKind.Kpi, "monthly");
    private static readonly GoalName _top = new(GoalKind.Objective, "top");
    private static readonly GoalName _middle = new(GoalKind.KeyResult, "middle");
    private static readonly GoalName _own = new(GoalKind.KeyResult, "own");
    private static readonly Instant _later = Instant.Parse("2026-02-20T00:00:00Z");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Time_alone_restates_nothing_and_late_data_do_until_they_are_retracted(int silos)
    {
        await using var cycle = await ClosedAsync(silos);
        await AssertAsync(cycle, isRestated: false);

        // The rolling window and the running month move on.
        await cycle.MoveAsync(_later);
        await AssertAsync(cycle, isRestated: false);
        await cycle.PushAsync(_rolling, 20, "2026-02-18T00:00:00Z");
        await AssertAsync(cycle, isRestated: false);

        // It leaves the live score as it is.
        await cycle.PushAsync(_rolling, 20, "2026-01-26T00:00:00Z");
        await AssertAsync(cycle, isRestated: true);
        await RetractLastAsync(cycle, _rolling);
        await AssertAsync(cycle, isRestated: false);
        await cycle.PushAsync(_monthly, 1, "2026-01-31T23:59:59.999Z");
        await AssertAsync(cycle, isRestated: true);
        await RetractLastAsync(cycle, _monthly);
        await AssertAsync(cycle, isRestated: false);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_restates_a_goal_is_known_after_a_restart_and_when_its_grains_are_forgotten(int silos)
    {
        using var folder = new TempFolder();
        await using (var cycle = await ClosedAsync(silos, folder.Path))
        {
            await cycle.MoveAsync(_later);
            await cycle.PushAsync(_rolling, 20, "2026-01-26T00:00:00Z");
            await cycle.Cluster.ForgetAsync(ClosingCycle.Workspace);
            await AssertAsync(cycle, isRestated: true);
        }

        await using var again = await ClosingCycle.StartAsync(silos, _later, folder.Path, apply: false);
        await AssertAgainAsync(again, true);
        await again.PushAsync(_rolling, -20, "2026-01-27T00:00:00Z");
        await AssertAgainAsync(again, false);
    }

    [Fact]
    public async Task A_goal_without_anything_below_that_is_read_later_is_told_by_its_live_score()
    {
        await using var cycle = await ClosedAsync(1);
        await cycle.MoveAsync(_later);
        var live = await cycle.StateAsync(_own);
        Assert.Equal((live.Figures!.Score, false), (live.ScoreAtFinal, live.IsRestated));
        await cycle.PushAsync(_own, 1);
        Assert.True((await cycle.StateAsync(_own)).IsRestated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_plan_that_is_applied_later_restates_and_one_that_takes_it_back_does_not(int silos)
    {
        await using var cycle = await ClosedAsync(silos);
        await cycle.MoveAsync(_later);
        await cycle.Cluster.ApplyAsync(Plan(target: 1000));
        await AssertAsync(cycle, isRestated: true, Plan(target: 1000));
        await cycle.Cluster.ApplyAsync(Plan());
        await AssertAsync(cycle, isRestated: false);

        // The score at the end that the cycle had when it was closed is compared, wherever its end is now.
        await cycle.Cluster.ApplyAsync(Plan(end: "2026-02-15"));
        await cycle.PushAsync(_own, 3, "2026-02-10T00:00:00Z");
        await AssertAsync(cycle, isRestated: false, Plan(end: "2026-02-15"));
        Assert.Equal("0.8", (await cycle.StateAsync(_own)).Figures!.Score.ToString());
        Assert.False((await cycle.StateAsync(_own)).IsRestated);
        await cycle.PushAsync(_own, 1, "2026-01-10T00:00:00Z");
        Assert.True((await cycle.StateAsync(_own)).IsRestated);
    }

    [Fact]
    public async Task A_cycle_that_is_reopened_and_closed_again_is_restated_by_what_comes_after_the_second_closing()
    {
        await using var cycle = await ClosedAsync(1);
        await cycle.MoveAsync(_later);
        await cycle.PushAsync(_rolling, 10, "2026-01-26T00:00:00Z");
        await cycle.Owner().ReopenCycle(new CycleChange("q1", "ann", "late"));
        var open = await cycle.StateAsync(_top);
        Assert.Equal((null, false), (open.Final, open.IsRestated));
        await cycle.Owner().CloseCycle(new CycleChange("q1", "ann", ""));
        Assert.False((await cycle.StateAsync(_top)).IsRestated);
        await cycle.PushAsync(_rolling, 5, "2026-01-26T00:00:00Z");
        Assert.True((await cycle.StateAsync(_top)).IsRestated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_watcher_is_told_that_a_goal_is_restated_though_no_live_score_moves(int silos)
    {
        await using var cycle = await ClosedAsync(silos);
        await cycle.MoveAsync(_later);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var address = (await cycle.Cluster.DirectoryAsync("w", 1)).ByName[_top].Address;
        using var watch = cycle.Cluster.Of<GoalWatchHub>(1).Open([address]);
        Assert.False((await watch.NextAsync(patience.Token))[^1].IsRestated);
        await cycle.PushAsync(_rolling, 20, "2026-01-26T00:00:00Z", silo: 2);
        Assert.True((await watch.NextAsync(patience.Token))[^1].IsRestated);
        await RetractLastAsync(cycle, _rolling);
        Assert.False((await watch.NextAsync(patience.Token))[^1].IsRestated);
        using var second = cycle.Cluster.Of<GoalWatchHub>(1).Open([address]);
        Assert.False((await second.NextAsync(patience.Token))[^1].IsRestated);
    }

    private static async Task AssertAgainAsync(ClosingCycle cycle, bool isRestated)
    {
        Assert.Equal(isRestated, (await cycle.StateAsync(_top)).IsRestated);
        Assert.Equal(isRestated, (await cycle.StateAsync(_middle, silo: 1)).IsRestated);
    }

    /// <summary>Checks the goals that the clock moves, through each silo.</summary>
    private static async Task AssertAsync(ClosingCycle cycle, bool isRestated, byte[]? plan = null)
    {
        var live = cycle.Expected(cycle.Time.At, plan ?? Plan());
        for (var silo = 0; silo < 3; silo++)
        {
            foreach (var goal in new[] { _top, _middle })
            {
                var state = await cycle.StateAsync(goal, silo);
                Assert.Equal((live.Of(goal).Score, isRestated), (state.Figures!.Score, state.IsRestated));
                Assert.NotEqual(state.Final!.Score, state.Figures.Score);
            }
        }
    }

    private static async Task RetractLastAsync(ClosingCycle cycle, GoalName goal)
    {
        await cycle.Cluster.AmendAsync(cycle.LastProducer, 1, value: null, goal, silo: 1, ClosingCycle.Workspace);
        cycle.ForgetLast();
    }

    private static async Task<ClosingCycle> ClosedAsync(int silos, string? folder = null)
    {
        var cycle = await ClosingCycle.StartAsync(silos, folder: folder, apply: false);
        await cycle.Cluster.ApplyAsync(Plan());
        await cycle.PushAsync(_own, 5);
        await cycle.PushAsync(_rolling, 80, "2026-01-26T00:00:00Z");
        await cycle.PushAsync(_monthly, 40);
        await cycle.MoveAsync(ClosingCycle.End);
        var final = cycle.Expected(ClosingCycle.End, Plan());
        await cycle.MoveAsync(ClosingCycle.Closing);
        Assert.Equal(ClosingCycle.Final(final, _top), (await cycle.StateAsync(_top)).Final);
        return cycle;
    }

    private static byte[] Plan(int target = 100, string end = "2026-02-01") => Encoding.UTF8.GetBytes($$"""
        workspace: w
        cycles:
          - {id: q1, start: 2026-01-01, end: {{end}}, closeAfter: P2D}
          - {id: half, start: 2026-01-01, end: 2026-07-01}
        kpis:
          - {id: rolling, aggregation: sum, window: {rolling: P7D}, empty: zero, target: {{target}}}
          - {id: monthly, aggregation: sum, window: month, empty: zero, prorate: day, target: 100}
          - {id: both, formula: {sum: [rolling, monthly]}, target: 100}
        objectives:
          - id: top
            cycle: q1
            keyResults:
              - {id: own, measure: {aggregation: sum}, target: 10}
              - {id: middle}
          - id: later
            cycle: half
            parents: [{keyResult: middle}]
            keyResults:
              - {id: weighted, kpis: [{kpi: rolling, weight: 2}, {kpi: monthly}]}
              - {id: part, kpi: monthly}
          - id: timeless
            parents: [{keyResult: middle}]
            keyResults: [{id: derived, kpi: both}]
        """);
}
