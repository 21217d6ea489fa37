using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

public sealed class CommandTests
{
    private const string Plan =
        """
        workspace: w
        kpis:
          - {id: delay, unit: min, target: 10}
          - {id: twice, formula: {sum: [delay, delay]}}
        objectives:
          - id: punctual
            title: Arrive on time
            keyResults: [{id: delay, kpi: delay}, {id: other, kpi: twice, target: 100}]
        """;

    [Fact]
    public async Task Applied_pushed_shown()
    {
        await using var server = await StartAsync();
        var readings = server.Write("readings.csv", "goal,time,value\ndelay,2001-01-01T00:00:00Z,7\n");
        var push = await server.RunAsync("push", readings, "--producer", "test");
        Assert.Equal((0, "producer test\n"), (push.ExitCode, push.Error));
        Assert.Matches("^1 reading in .* counted\ntoken .+\n$", push.Out);
        var all = JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!;
        Assert.Equal("2001-04-01T05:59:59.999Z", (string?)all["at"]);
        Assert.Equal(
            """{"value":"7","progress":"0.7","score":"0.7","coverage":"1","health":"WATCH","noDataReason":null}""", all["kpis"]!["delay"]!.ToJsonString());
        Assert.Equal(
            """{"score":"0.42","coverage":"1","expected":null,"status":"ON_TRACK","grade":null,"noDataReason":null}""", all["objectives"]!["punctual"]!.ToJsonString());
        var one = JsonNode.Parse((await server.RunAsync("show", "punctual", "-o", "json")).Out)!;
        Assert.Equal("workspaces/w/objectives/punctual", (string?)one["name"]);
        Assert.Equal("0.42", (string?)one["figures"]!["score"]!["decimal"]);
        var tree = (await server.RunAsync("show", "kpis/twice")).Out;
        Assert.DoesNotContain("punctual", tree, StringComparison.Ordinal);
        Assert.Contains("\n\nReads\ngoal", tree, StringComparison.Ordinal);
        Assert.Contains("\ndelay ", tree, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', tree);
    }

    [Fact]
    public async Task A_clock_that_is_set_turns_goals_before_the_command_ends()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", """
            workspace: w
            cycles: [{id: april, start: 2001-04-01, end: 2001-04-11}]
            kpis: [{id: k, window: month, target: 10, staleAfter: P3D}]
            objectives: [{id: o, cycle: april, keyResults: [{id: kr, kpi: k}]}]
            """)));
        Assert.Equal(("2001-04-01T05:59:59.999Z pinned\n", 0), await ClockAsync());
        Assert.Equal(("2001-04-02T00:00:00Z pinned\n", 0), await ClockAsync("set", "2001-04-02T00:00:00Z"));
        await server.RunAsync("push", server.Write("readings.csv", "goal,time,value\nk,2001-04-01T12:00:00Z,2\n"));
        Assert.Contains("\nnext        turns behind at 2001-04-03T12:00:00.001Z\n", (await server.RunAsync("show", "objectives/o")).Out, StringComparison.Ordinal);
        Assert.Contains("\nnext        turns stale at 2001-04-04T12:00:00.001Z\n", (await server.RunAsync("show", "kpis/k")).Out, StringComparison.Ordinal);
        Assert.EndsWith(
            "\nnext: keyResults/kr turns behind at 2001-04-03T12:00:00.001Z\n", (await server.RunAsync("show")).Out, StringComparison.Ordinal);
        await ClockAsync("set", "2001-04-03T12:00:00Z");
        Assert.Equal("ON_TRACK", await StatusAsync());
        await ClockAsync("set", "2001-04-03T12:00:00.001Z");
        Assert.Equal("BEHIND", await StatusAsync());
        await ClockAsync("set", "2001-05-01T00:00:00Z");
        Assert.Equal("MISSED", await StatusAsync());
        var back = await server.RunAsync("clock", "set", "2001-04-30T23:59:59.999Z");
        Assert.Equal(1, back.ExitCode);
        Assert.EndsWith("[CLOCK_BACKWARDS]", Assert.Single(back.ErrorLines), StringComparison.Ordinal);

        async Task<(string Out, int ExitCode)> ClockAsync(params string[] args)
        {
            var okr = await server.RunAsync(["clock", .. args]);
            return (okr.Out, okr.ExitCode);
        }

        async Task<string?> StatusAsync() =>
            (string?)JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!["objectives"]!["o"]!["status"];
    }

    [Fact]
    public async Task An_id_that_two_goals_have_lists_both()
    {
        await using var server = await StartAsync();
        var okr = await server.RunAsync("show", "delay");
        Assert.Equal(1, okr.ExitCode);
        Assert.Equal(["  kpis/delay", "  keyResults/delay"], okr.ErrorLines[1..]);
    }

    [Fact]
    public async Task An_id_that_no_goal_has_is_one_line()
    {
        await using var server = await StartAsync();
        Assert.Equal((1, "workspaces/w has no goal with the id nothing\n"), await server.TryAsync("show", "nothing"));
    }

    [Fact]
    public async Task Lines_that_do_not_count_are_listed_and_the_rest_goes_on()
    {
        await using var server = await StartAsync();
        var readings = server.Write(
            "readings.csv",
            "goal,time,value\ndelay,yesterday,7\nnone,2001-01-01T00:00:00Z,1\ntwice,2001-01-01T00:00:00Z,1\ndelay,2001-01-01T00:00:00Z,5\n");
        var push = await server.RunAsync("push", readings);
        Assert.Equal(1, push.ExitCode);
        Assert.Equal(4, push.ErrorLines.Length);
        Assert.StartsWith($"{readings}:2: ", push.ErrorLines[1], StringComparison.Ordinal);
        Assert.EndsWith("[BAD_TIME]", push.ErrorLines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{readings}:3: `w` has no `none`", push.ErrorLines[2], StringComparison.Ordinal);
        Assert.EndsWith("[UNKNOWN_GOAL]", push.ErrorLines[2], StringComparison.Ordinal);
        Assert.StartsWith($"{readings}:4: `kpis/twice` takes no readings", push.ErrorLines[3], StringComparison.Ordinal);
        Assert.EndsWith("[TAKES_NO_READINGS]", push.ErrorLines[3], StringComparison.Ordinal);
        var all = JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!;
        Assert.Equal("5", (string?)all["kpis"]!["delay"]!["value"]);
    }

    [Fact]
    public async Task The_same_file_under_the_same_producer_counts_once()
    {
        await using var server = await StartAsync();
        var plan = server.Write("count.yaml", "workspace: w\nkpis: [{id: n, aggregation: count}]\n");
        Assert.Equal((0, ""), await server.TryAsync("apply", plan, "--prune"));
        var readings = server.Write("readings.csv", "goal,time,value\nn,2001-01-01T00:00:00Z,1\nn,2001-01-01T00:00:00Z,1\n");
        await server.RunAsync("push", readings, "--producer", "p");
        var again = await server.RunAsync("push", readings, "--producer", "p");
        Assert.Contains(", 2 held before", again.Out, StringComparison.Ordinal);
        var all = JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!;
        Assert.Equal("2", (string?)all["kpis"]!["n"]!["value"]);
    }

    [Fact]
    public async Task Lines_that_were_refused_are_listed_again_when_the_push_is_run_again_even_once_the_plan_would_take_them()
    {
        await using var server = await StartAsync();
        var readings = server.Write("readings.csv", "goal,time,value\nnone,2001-01-01T00:00:00Z,1\ndelay,2001-01-01T00:00:00Z,5\n");
        var first = await server.RunAsync("push", readings, "--producer", "p");
        Assert.Equal((1, 2), (first.ExitCode, first.ErrorLines.Length));
        var more = server.Write("more.yaml", Plan.Replace("kpis:", "kpis:\n  - {id: none}", StringComparison.Ordinal));
        Assert.Equal((0, ""), await server.TryAsync("apply", more));

        var again = await server.RunAsync("push", readings, "--producer", "p");
        Assert.Equal((1, 2), (again.ExitCode, again.ErrorLines.Length));
        Assert.StartsWith($"{readings}:2: kpis/none: ", again.ErrorLines[1], StringComparison.Ordinal);
        Assert.EndsWith("[UNKNOWN_GOAL]", again.ErrorLines[1], StringComparison.Ordinal);
        Assert.Contains(", 2 held before, 1 line refused", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_has_grown_goes_on_and_another_or_a_shorter_one_is_refused()
    {
        await using var server = await StartAsync();
        const string Start = "goal,time,value\ndelay,2001-01-01T00:00:00Z,1\nno goal\ndelay,2001-01-02T00:00:00Z,2\n";
        var readings = server.Write("readings.csv", Start);
        Assert.Equal(1, (await server.RunAsync("push", readings, "--producer", "p")).ExitCode);

        var other = server.Write("other.csv", Start.Replace(",1\n", ",7\n", StringComparison.Ordinal) + "delay,2001-01-03T00:00:00Z,3\n");
        var refused = await server.RunAsync("push", other, "--producer", "p");
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains($"{other}: it was edited since producer p sent it: 1 line new, 1 line held before, 1 line with another value", refused.Error, StringComparison.Ordinal);

        var shorter = server.Write("shorter.csv", "goal,time,value\ndelay,2001-01-01T00:00:00Z,1\n");
        refused = await server.RunAsync("push", shorter, "--producer", "p");
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains($"{shorter}: it was edited since producer p sent it: 0 lines new, 1 line held before", refused.Error, StringComparison.Ordinal);

        // Lines without a reading have no sequence, so a corrected line becomes a new reading in the middle.
        var mended = server.Write("mended.csv", Start.Replace("no goal", "delay,2001-01-01T12:00:00Z,5", StringComparison.Ordinal));
        Assert.Equal(1, (await server.RunAsync("push", mended, "--producer", "p")).ExitCode);

        var grown = server.Write("grown.csv", Start + "delay,2001-01-03T00:00:00Z,3\n");
        var push = await server.RunAsync("push", grown, "--producer", "p");
        Assert.StartsWith("1 reading in", push.Out, StringComparison.Ordinal);
        Assert.Contains(", 2 held before", push.Out, StringComparison.Ordinal);
        var all = JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!;
        Assert.Equal("3", (string?)all["kpis"]!["delay"]!["value"]);
    }

    [Fact]
    public async Task Goals_missing_from_a_plan_are_listed_and_refused_without_prune()
    {
        await using var server = await StartAsync();
        var okr = await server.RunAsync("apply", server.Write("less.yaml", "workspace: w\nkpis: [{id: delay, target: 10}]\n"));
        Assert.Equal(1, okr.ExitCode);
        Assert.All(okr.ErrorLines, line => Assert.EndsWith("[GOALS_MISSING]", line, StringComparison.Ordinal));
        Assert.Contains("objectives/punctual", okr.Error, StringComparison.Ordinal);
        Assert.Contains("remove them with --prune", okr.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_workspaces_are_listed_when_none_is_chosen()
    {
        await using var server = await StartAsync();
        await server.RunAsync("apply", server.Write("v.yaml", "workspace: v\nkpis: [{id: a}]\n"));
        var okr = await server.RunAsync("show");
        Assert.Equal(1, okr.ExitCode);
        Assert.Equal(["  v", "  w"], okr.ErrorLines[1..].Order());
        Assert.Equal((0, ""), await server.TryAsync("show", "--workspace", "v"));
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        return server;
    }
}
