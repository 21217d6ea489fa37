using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Tests.Goals;

/// <summary>The ends of linear targets as numbers: what was captured, when, and the target that follows from it.</summary>
[Collection(ClusterTests.Name)]
public sealed class LineFiguresTests(Clusters clusters)
{
    // The readings below: 1240 before the cycle, of which 10 on each day of December, and 60 in it.
    private const string LastBefore = "2025-12-31T23:59:59.999Z";

    [Theory]
    [InlineData("kpi: all, baseline: captured, target: 2000", "1240", "2000", Direction.Up, LastBefore)]
    [InlineData("kpi: all, baseline: captured, target: 40", "1240", "40", Direction.Down, LastBefore)]
    [InlineData("kpi: all, baseline: captured, changeBy: -40", "1240", "1200", Direction.Down, LastBefore)]
    [InlineData("kpi: all, baseline: captured, changeByPercent: 40", "1240", "1736", Direction.Up, LastBefore)]
    [InlineData("kpi: all, baseline: captured, changeByPercent: 0.0000001", "1240", "1240.00000124", Direction.Up, LastBefore)]
    [InlineData("kpi: all, baseline: captured, changeByPercent: 40, fromZero: true", "1240", "1736", Direction.Up, LastBefore)]
    [InlineData("kpi: all, baseline: captured, target: 1240", "1240", "1240", Direction.Unspecified, LastBefore)]
    [InlineData("kpi: all, baseline: 20, target: 8", "20", "8", Direction.Down, null)]
    [InlineData("kpi: all, baseline: 200, changeByPercent: 40", "200", "280", Direction.Up, null)]
    [InlineData("kpi: all, target: 8", "0", "8", Direction.Up, null)]
    [InlineData("kpi: none, baseline: captured, target: 8", null, "8", Direction.Unspecified, null)]
    [InlineData("kpi: none, baseline: captured, changeBy: 8", null, null, Direction.Unspecified, null)]
    [InlineData("kpi: month, baseline: captured, changeByPercent: -10", "310", "279", Direction.Down, LastBefore)]
    [InlineData("kpi: month, baseline: captured, changeByPercent: -10, prorate: day", "280", "252", Direction.Down, LastBefore)]
    [InlineData("kpi: month, baseline: captured, changeBy: 10, prorate: hour", "280", "290", Direction.Up, LastBefore)]
    [InlineData("kpi: month, baseline: 100, target: 90, prorate: day", "100", "90", Direction.Down, null)]
    [InlineData("measure: {aggregation: sum}, target: 5", "0", "5", Direction.Up, null)]
    public async Task A_linear_target_has_its_ends_as_numbers(string keys, string? baseline, string? target, Direction direction, string? capturedAt)
    {
        var bench = await OpenAsync(keys);

        var line = (await bench.GetAsync("keyResults/x")).Figures.Line;

        Assert.Equal((baseline, target, direction), (line.Baseline?.Decimal, line.Target?.Decimal, line.Direction));
        Assert.Equal(capturedAt is null ? null : Instant.Parse(capturedAt).ToWire(), line.CapturedAt);
    }

    [Theory]
    [InlineData("kpi: all, atLeast: 5", Direction.Up)]
    [InlineData("kpi: all, atMost: 5", Direction.Down)]
    [InlineData("kpi: all, range: [1, 2]", Direction.Unspecified)]
    [InlineData("kpi: all, steps: [[1, 0.5]]", Direction.Up)]
    [InlineData("kpi: all, steps: [[1, 0.5]], direction: down", Direction.Down)]
    public async Task Another_target_has_no_line_and_says_its_direction(string keys, Direction direction)
    {
        var goal = await (await OpenAsync(keys)).GetAsync("keyResults/x");

        Assert.Equal((null, direction), (goal.Figures.Line, goal.Target.Direction));
    }

    [Theory]
    [InlineData("kpi: all, baseline: 20, target: 8", Direction.Down)]
    [InlineData("kpi: all, baseline: captured, changeBy: -8", Direction.Down)]
    [InlineData("kpi: all, baseline: captured, changeByPercent: 8", Direction.Unspecified)]
    [InlineData("kpi: all, baseline: captured, target: 8", Direction.Unspecified)]
    [InlineData("kpi: all, baseline: captured, target: 8, fromZero: true", Direction.Up)]
    public async Task A_linear_target_says_its_direction_as_far_as_the_plan_does(string keys, Direction direction) =>
        Assert.Equal(direction, (await (await OpenAsync(keys)).GetAsync("keyResults/x")).Target.Direction);

    /// <summary>Before the cycle the baseline is the value now, at the instant of the figures (goal-model §5).</summary>
    [Fact]
    public async Task Before_the_cycle_the_baseline_is_that_of_now()
    {
        var bench = await OpenAsync("kpi: all, baseline: captured, changeBy: 5", start: "2026-03-01");

        var figures = (await bench.GetAsync("keyResults/x")).Figures;

        Assert.Equal(("1300", "1305"), (figures.Line.Baseline.Decimal, figures.Line.Target.Decimal));
        Assert.Equal((Clusters.Now.ToWire(), Clusters.Now.ToWire()), (figures.At, figures.Line.CapturedAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Lists_watches_and_former_definitions_have_the_ends_too(int silos)
    {
        var bench = await OpenAsync("kpi: all, baseline: captured, target: 2000", silos: silos);
        var first = (await bench.GetAsync("keyResults/x")).Revision;
        await bench.ApplyAsync(Plan(bench, "kpi: all, baseline: captured, changeBy: 5"));
        var name = $"{bench.Workspace}/keyResults/x";

        var listed = (await bench.Goals.ListGoalsAsync(new ListGoalsRequest { Parent = bench.Workspace })).Goals.Single(goal => goal.Name == name);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = name });
        await watch.ResponseStream.MoveNext(CancellationToken.None);
        var former = (await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = name, Revision = first })).Goal;

        Assert.Equal(("1240", "1245"), (listed.Figures.Line.Baseline.Decimal, listed.Figures.Line.Target.Decimal));
        Assert.Equal(listed.Figures.Line, watch.ResponseStream.Current.Goal.Figures.Line);
        Assert.Equal("5", listed.Target.Line.ChangeBy);
        Assert.Equal(("1240", "2000"), (former.Figures.Line.Baseline.Decimal, former.Figures.Line.Target.Decimal));
        Assert.Equal(("2000", $"{bench.Workspace}/kpis/all"), (former.Target.Line.Target, former.Kpi));
        Assert.Equal(listed.Figures.Line.CapturedAt, former.Figures.Line.CapturedAt);
    }

    /// <summary>A watcher hears of another baseline even while score, status and value stay as they are.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_late_reading_that_changes_the_baseline_alone_reaches_a_watcher(int silos)
    {
        var bench = await OpenAsync("kpi: quarter, baseline: captured, changeBy: 5", silos: silos);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = $"{bench.Workspace}/keyResults/x" });
        Assert.Null((await NextAsync(watch)).Figures.Line.Baseline);

        await bench.WriteAsync(new Reading { Goal = "kpis/quarter", Time = Instant.Parse("2025-12-31T12:00:00Z").ToWire(), Value = 7 });

        var figures = (await NextAsync(watch)).Figures;
        Assert.Equal(("7", "12"), (figures.Line.Baseline.Decimal, figures.Line.Target.Decimal));
        Assert.Equal((null, NoDataReason.NoReadings), (figures.Value, figures.NoDataReason));
    }

    private static async Task<Goal> NextAsync(AsyncServerStreamingCall<WatchGoalsResponse> watch)
    {
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (watch.ResponseStream.Current.Goal is { } goal)
            {
                return goal;
            }
        }

        throw new InvalidOperationException("The watch has ended.");
    }

    private async Task<Bench> OpenAsync(string keys, string start = "2026-01-01", int silos = 1)
    {
        var bench = await clusters.OpenAsync(silos);
        await bench.ApplyAsync(Plan(bench, keys, start));
        var readings = Enumerable.Range(1, 31).Select(day => ReadingOn("month", $"2025-12-{day:00}", 10)).ToList();
        readings.Add(ReadingOn("month", "2026-02-10", 20));
        readings.Add(ReadingOn("all", "2025-12-31", 1240));
        readings.Add(ReadingOn("all", "2026-02-10", 60));
        await bench.GetAsync("keyResults/x", await bench.WriteAsync([.. readings]));
        return bench;
    }

    private static Reading ReadingOn(string kpi, string date, double value) =>
        new() { Goal = $"kpis/{kpi}", Time = Instant.Parse($"{date}T12:00:00Z").ToWire(), Value = value };

    private static string Plan(Bench bench, string keys, string start = "2026-01-01") => bench.Plan($$"""
          - id: o
            cycle: c
            keyResults: [{id: x, {{keys}}}]
        cycles: [{id: c, start: {{start}}, end: 2026-07-01}]
        """).Replace(
            "objectives:",
            """
              - {id: all, aggregation: sum}
              - {id: none}
              - {id: month, aggregation: sum, window: month}
              - {id: quarter, window: quarter}
            objectives:
            """,
            StringComparison.Ordinal);
}
