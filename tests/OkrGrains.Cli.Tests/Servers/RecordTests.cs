using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Tests the commands for revisions, cycles and check-ins. The server's clock is pinned at 2001-04-01T05:59:59.999Z.</summary>
public sealed class RecordTests
{
    private const string Plan =
        """
        workspace: w
        cycles: [{id: q1, start: 2001-01-01, end: 2001-04-01}]
        kpis: [{id: delay, target: 10}]
        objectives:
          - id: punctual
            cycle: q1
            review: P14D
            keyResults: [{id: by-delay, kpi: delay, target: 20}, {id: own, measure: {aggregation: sum}, target: 4}]
        """;

    [Fact]
    public async Task Two_editors_revisions_and_a_rename()
    {
        await using var server = await StartAsync();
        var readings = server.Write("readings.csv", "goal,time,value\ndelay,2001-01-01T00:00:00Z,5\n");
        await server.RunAsync("push", readings);
        var revisions = (await server.RunAsync("revisions", "by-delay")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^[0-9]+ 2001-04-01T05:59:59.999Z ann \\(first\\): workspaces/w/keyResults/by-delay \\{.*\"target\":20\\}$", revisions[0]);
        var etag = revisions[^1]["etag ".Length..];
        var newer = server.Write("newer.yaml", Plan.Replace("target: 20", "target: 50", StringComparison.Ordinal));
        Assert.Equal((0, ""), await server.TryAsync("apply", newer, "--author", "ann", "--etag", etag));
        var lost = await server.RunAsync("apply", newer, "--author", "bob", "--etag", etag);
        Assert.Equal(1, lost.ExitCode);
        Assert.Matches("^ann has changed the plan at .*; it is at r.* now. \\[PLAN_CHANGED\\]$", lost.ErrorLines[0]);
        Assert.Equal(["  workspaces/w/keyResults/by-delay: was changed meanwhile"], lost.ErrorLines[1..]);

        Assert.Equal("0.1", await ScoreAsync(server, "by-delay"));
        Assert.Equal("0.25", await ScoreAsync(server, "by-delay", "--first"));
        Assert.Equal("0.25", await ScoreAsync(server, "by-delay", "--revision", revisions[0].Split(' ')[0]));
        Assert.Equal((0, ""), await server.TryAsync("rename", "keyResults/by-delay", "faster", "--author", "ann"));
        Assert.Equal("0.25", await ScoreAsync(server, "faster", "--first"));
        Assert.Equal(4, (await server.RunAsync("revisions", "faster")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_cycle_is_shown_with_the_last_day_that_its_plan_gives()
    {
        await using var server = await StartAsync();
        var plan = server.Write("through.yaml", Plan.Replace("end: 2001-04-01", "through: 2001-03-31", StringComparison.Ordinal));
        Assert.Equal((0, ""), await server.TryAsync("apply", plan, "--author", "ann"));
        Assert.Contains(
            "cycles/q1 2001-01-01T00:00:00Z to 2001-04-01T00:00:00Z (through 2001-03-31): open", (await server.RunAsync("cycles")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cycle_is_closed_shown_and_reopened()
    {
        await using var server = await StartAsync();
        Assert.Contains("cycles/q1 2001-01-01T00:00:00Z to 2001-04-01T00:00:00Z: open", (await server.RunAsync("cycles")).Out, StringComparison.Ordinal);
        Assert.Equal((0, ""), await server.TryAsync("cycle", "close", "q1", "--author", "ann"));
        await server.RunAsync("push", server.Write("readings.csv", "goal,time,value\nkeyResults/own,2001-01-01T00:00:00Z,3\n"));
        var own = (await AllAsync(server))["keyResults"]!["own"]!;
        Assert.Equal(("0.75", "0", true, "RED"), ((string?)own["score"], (string?)own["finalScore"], (bool?)own["restated"], (string?)own["grade"]));
        Assert.Contains("(closed at 0.0%, restated)", (await server.RunAsync("show")).Out, StringComparison.Ordinal);
        Assert.Contains("workspaces/w/keyResults/own score=0 coverage=0 RED", (await server.RunAsync("cycle", "finals", "q1")).Out, StringComparison.Ordinal);

        var reopened = await server.RunAsync("cycle", "reopen", "q1", "--author", "bob", "--reason", "late data");
        Assert.Contains(" bob (late data): reopened", reopened.Out, StringComparison.Ordinal);
        own = (await AllAsync(server))["keyResults"]!["own"]!;
        Assert.Equal((null, null, "GREEN"), (own["finalScore"], own["restated"], (string?)own["grade"]));
        Assert.Equal(1, (await server.RunAsync("cycle", "reopen", "q1", "--reason", "again")).ExitCode);
    }

    [Fact]
    public async Task A_closed_goal_is_restated_by_late_data_and_not_by_goals_below_that_time_moves_on()
    {
        const string Going =
            """
            workspace: w
            cycles: [{id: q1, start: 2001-01-01, end: 2001-04-01}, {id: half, start: 2001-01-01, end: 2001-07-01}]
            kpis: [{id: week, aggregation: sum, window: {rolling: P7D}, empty: zero, target: 10}]
            objectives:
              - {id: top, cycle: q1}
              - {id: below, cycle: half, parents: [{objective: top}], keyResults: [{id: by-week, kpi: week}]}
            """;
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Going));
        await server.RunAsync("push", server.Write("f.csv", "goal,time,value\nweek,2001-03-30T00:00:00Z,5\n"));
        Assert.Equal((0, ""), await server.TryAsync("cycle", "close", "q1", "--author", "ann"));

        await server.RunAsync("clock", "set", "2001-05-01T00:00:00Z");
        Assert.Equal(("0", "0.5", false), await TopAsync(server));
        Assert.Contains("(closed at 50.0%)", (await server.RunAsync("show")).Out, StringComparison.Ordinal);

        await server.RunAsync("push", server.Write("g.csv", "goal,time,value\nweek,2001-03-31T00:00:00Z,2\n"));
        Assert.Equal(("0", "0.5", true), await TopAsync(server));
        Assert.Contains("(closed at 50.0%, restated)", (await server.RunAsync("show")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_in_is_made_and_listed()
    {
        await using var server = await StartAsync();
        var made = await server.RunAsync("check-in", "own", "--note", "well", "--confidence", "0.8", "--value", "1", "--author", "ann", "--time", "2001-02-01T00:00:00Z");
        Assert.Matches("^1 2001-04-01T05:59:59.999Z ann confidence=0.8 value=1 producer=check-in/[0-9]+/ann sequence=1: well\ntoken p[0-9a-f]+\n$", made.Out);
        Assert.Equal((0, ""), await server.TryAsync("check-in", "punctual", "--note", "on the way", "--author", "bob"));
        Assert.Equal(made.Out.Split('\n')[0] + "\n", (await server.RunAsync("check-ins", "own")).Out);
        var all = await AllAsync(server);
        Assert.Equal("0.25", (string?)all["keyResults"]!["own"]!["score"]);
        Assert.Null(all["keyResults"]!["own"]!["checkInDueAt"]);
        var punctual = all["objectives"]!["punctual"]!;
        Assert.Equal(("2001-04-15T05:59:59.999Z", false), ((string?)punctual["checkInDueAt"], (bool?)punctual["checkInOverdue"]));
        Assert.Equal(1, (await server.RunAsync("check-in", "kpis/delay")).ExitCode);
    }

    private static async Task<(string? Score, string? Final, bool? IsRestated)> TopAsync(RunningServer server)
    {
        var top = (await AllAsync(server))["objectives"]!["top"]!;
        return ((string?)top["score"], (string?)top["finalScore"], (bool?)top["restated"]);
    }

    private static async Task<JsonNode> AllAsync(RunningServer server) => JsonNode.Parse((await server.RunAsync("show", "-o", "json")).Out)!;

    private static async Task<string?> ScoreAsync(RunningServer server, string goal, params string[] more) =>
        (string?)JsonNode.Parse((await server.RunAsync(["show", goal, "-o", "json", .. more])).Out)!["figures"]!["score"]!["decimal"];

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan), "--author", "ann", "--reason", "first"));
        return server;
    }
}
