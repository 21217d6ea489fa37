using System.Text;
using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>The same file pushed again, as it is, grown, edited, repaired or replaced: nothing counts twice.</summary>
public sealed class PushFileTests
{
    private const string Plan =
        """
        workspace: acme
        kpis:
          - {id: profit, aggregation: sum, target: 100}
          - {id: twice, formula: {sum: [profit, profit]}}
        objectives: [{id: launch, keyResults: [{id: own, measure: {aggregation: sum}, target: 8}]}]
        """;

    private const string Start = "goal,time,value\nprofit,2001-03-01T00:00:00Z,1\nprofit,2001-03-02T00:00:00Z,2\n";

    [Fact]
    public async Task The_same_file_counts_once_and_an_appended_one_adds_what_is_new()
    {
        await using var server = await StartAsync();
        var first = await server.RunAsync("push", server.Write("f.csv", Start));
        Assert.Equal(0, first.ExitCode);
        Assert.Matches("^producer push-[0-9a-f]{32}\n$", first.Error);

        var again = await server.RunAsync("push", server.Write("f.csv", Start));
        Assert.StartsWith("0 readings in", again.Out, StringComparison.Ordinal);
        Assert.Equal((first.Error, "3"), (again.Error, await ValueAsync(server)));

        var grown = await server.RunAsync("push", server.Write("f.csv", Start + "profit,2001-03-03T00:00:00Z,4\n"));
        Assert.StartsWith("1 reading in", grown.Out, StringComparison.Ordinal);
        Assert.Equal("7", await ValueAsync(server));

        // Another path is another producer, and a fresh one counts everything once more.
        await server.RunAsync("push", server.Write("g.csv", Start));
        Assert.Equal("10", await ValueAsync(server));
        await server.RunAsync("push", server.Write("g.csv", Start), "--again");
        Assert.Equal("13", await ValueAsync(server));
    }

    [Fact]
    public async Task An_edited_file_is_refused_with_what_differs_and_amended()
    {
        await using var server = await StartAsync();
        await server.RunAsync("push", server.Write("f.csv", Start + "profit,2001-03-04T00:00:00Z,8\nprofit,yesterday,16\n"));
        const string Edited =
            "goal,time,value\nprofit,2001-03-01T00:00:00Z,1\nprofit,2001-03-02T00:00:00Z,3\nprofit,2001-03-05T00:00:00Z,16\nown,2001-03-05T00:00:00Z,5\n";
        var file = server.Write("f.csv", Edited);

        var refused = await server.RunAsync("push", file);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Matches(
            "it was edited since producer push-[0-9a-f]+ sent it: 2 lines new, 1 line held before, 1 line with another value, 1 reading without a line\n",
            refused.Error);
        Assert.Contains("  line 3: kpis/profit at 2001-03-02T00:00:00Z: 2 -> 3\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains("  no line: kpis/profit at 2001-03-04T00:00:00Z: 8\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--amend", refused.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains("--again", refused.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal("11", await ValueAsync(server));

        var unasked = await server.RunAsync("push", file, "--amend");
        Assert.Equal((1, ""), (unasked.ExitCode, unasked.Out));
        Assert.Contains("to be retracted: 1 reading without a line, 1 line held before, 1 line with another value\n", unasked.Error, StringComparison.Ordinal);
        Assert.Equal("11", await ValueAsync(server));

        var amended = await server.RunAsync("push", file, "--amend", "--yes");
        Assert.Equal(0, amended.ExitCode);
        Assert.Contains("2 readings counted, 1 reading corrected, 1 reading retracted, 1 line held before\n", amended.Out, StringComparison.Ordinal);
        Assert.Equal("20", await ValueAsync(server));

        // The file is held now: pushed again nothing changes, grown it adds what is new, and gone back it is an edit again.
        var same = await server.RunAsync("push", file);
        Assert.Equal((0, "20"), (same.ExitCode, await ValueAsync(server)));
        Assert.StartsWith("0 readings counted", same.Out, StringComparison.Ordinal);
        var grown = await server.RunAsync("push", server.Write("f.csv", Edited + "profit,2001-03-06T00:00:00Z,32\n"));
        Assert.Equal((0, "52"), (grown.ExitCode, await ValueAsync(server)));
        var back = await server.RunAsync("push", server.Write("f.csv", Start + "profit,2001-03-04T00:00:00Z,8\n"));
        Assert.Equal((1, "52"), (back.ExitCode, await ValueAsync(server)));
        var returned = await server.RunAsync("push", server.Write("f.csv", Start + "profit,2001-03-04T00:00:00Z,8\n"), "--amend", "--yes");
        Assert.Equal((0, "11"), (returned.ExitCode, await ValueAsync(server)));
    }

    [Fact]
    public async Task A_refused_line_that_was_repaired_counts_and_nothing_counts_twice()
    {
        await using var server = await StartAsync();
        var file = server.Write("f.csv", "goal,time,value\nproffit,2001-03-01T00:00:00Z,4\nprofit,2001-03-02T00:00:00Z,2\n");
        var push = await server.RunAsync("push", file);
        Assert.Equal(1, push.ExitCode);
        Assert.StartsWith("1 reading in", push.Out, StringComparison.Ordinal);
        Assert.Contains(", 1 line refused (UNKNOWN_GOAL 1)\n", push.Out, StringComparison.Ordinal);
        Assert.Contains("did you mean `profit`?", push.ErrorLines[^1], StringComparison.Ordinal);

        server.Write("f.csv", "goal,time,value\nprofit,2001-03-01T00:00:00Z,4\nprofit,2001-03-02T00:00:00Z,2\n");
        Assert.Equal((1, "2"), ((await server.RunAsync("push", file)).ExitCode, await ValueAsync(server)));
        Assert.Equal((0, "6"), ((await server.RunAsync("push", file, "--amend")).ExitCode, await ValueAsync(server)));
        Assert.Equal((0, "6"), ((await server.RunAsync("push", file, "--amend")).ExitCode, await ValueAsync(server)));
    }

    [Fact]
    public async Task A_file_without_a_line_in_common_is_a_new_generation_and_takes_nothing_back()
    {
        await using var server = await StartAsync();
        await server.RunAsync("push", server.Write("daily.csv", Start));
        var file = server.Write("daily.csv", "goal,time,value\nprofit,2001-03-03T00:00:00Z,4\n");

        var rotated = await server.RunAsync("push", file, "--amend");
        Assert.Equal((0, "7"), (rotated.ExitCode, await ValueAsync(server)));
        Assert.Contains("this is a new generation of the file; the former one still counts: 2 readings\n", rotated.Error, StringComparison.Ordinal);

        // From now on the file is compared with this generation only.
        Assert.Equal((0, "7"), ((await server.RunAsync("push", file)).ExitCode, await ValueAsync(server)));
        server.Write("daily.csv", "goal,time,value\nprofit,2001-03-03T00:00:00Z,5\n");
        Assert.Equal((0, "8"), ((await server.RunAsync("push", file, "--amend")).ExitCode, await ValueAsync(server)));
    }

    [Fact]
    public async Task A_dry_run_checks_every_line_and_sends_nothing()
    {
        await using var server = await StartAsync();
        await server.RunAsync("push", server.Write("f.csv", Start));
        var file = server.Write("f.csv", Start + "profit,2001-03-03T00:00:00Z,4\ntwice,2001-03-03T00:00:00Z,4\nlaunch,2001-03-03T00:00:00Z,4\n");

        var dry = await server.RunAsync("push", file, "--dry-run");

        Assert.Equal(1, dry.ExitCode);
        Assert.Equal(
            "nothing sent: 1 line would count, 2 lines held before, 0 lines with another value, 0 readings without a line, 2 lines refused (TAKES_NO_READINGS 2)\n",
            dry.Out);
        Assert.StartsWith($"{file}:5: ", dry.ErrorLines[^2], StringComparison.Ordinal);
        Assert.Equal("3", await ValueAsync(server));

        const string Refused = "a file that was edited since it was pushed is refused without --amend or --again\n";
        Assert.DoesNotContain(Refused, dry.Error, StringComparison.Ordinal);
        var edited = server.Write("f.csv", Start.Replace("00Z,2", "00Z,3", StringComparison.Ordinal));
        Assert.EndsWith(Refused, (await server.RunAsync("push", edited, "--dry-run")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Refused, (await server.RunAsync("push", edited, "--dry-run", "--amend")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_lines_are_listed_in_the_order_of_the_file_whoever_refuses_them()
    {
        await using var server = await StartAsync();
        var text = new StringBuilder("goal,time,value\n");
        for (var i = 0; i < 1_001; i++)
        {
            text.Append("kpis/nothing,2001-03-01T00:00:00Z,1\nprofit,yesterday,1\n");
        }

        var push = await server.RunAsync("push", server.Write("f.csv", text.ToString()));

        Assert.Equal(1, push.ExitCode);
        var refused = push.ErrorLines.Where(line => line.Contains("f.csv:", StringComparison.Ordinal)).ToList();
        Assert.Equal(1_001, refused.Count);
        Assert.All(refused[..^1], (line, at) => Assert.Contains($"f.csv:{at + 2}: ", line, StringComparison.Ordinal));
        Assert.EndsWith("f.csv: 1,002 more lines refused", refused[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_is_undone()
    {
        await using var server = await StartAsync();
        await server.RunAsync("push", server.Write("f.csv", Start), "--producer", "till");
        await server.RunAsync("push", server.Write("g.csv", Start), "--producer", "shop");

        var unasked = await server.RunAsync("push", "--undo", "till");
        Assert.Equal((1, "6"), (unasked.ExitCode, await ValueAsync(server)));
        Assert.StartsWith("reading all readings of 2 goals of workspaces/acme, since no index leads", unasked.Error, StringComparison.Ordinal);
        var undone = await server.RunAsync("push", "--undo", "till", "--yes");
        Assert.Equal((0, "3"), (undone.ExitCode, await ValueAsync(server)));
        Assert.Contains("2 readings retracted, 0 readings retracted before\n", undone.Out, StringComparison.Ordinal);

        // The server holds them still, so the file adds nothing until it counts anew.
        Assert.EndsWith("pushed again as it is, the file adds nothing now: --again counts it anew\n", undone.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await server.RunAsync("push", server.Write("f.csv", Start), "--producer", "till")).ExitCode);
        Assert.Equal("3", await ValueAsync(server));
        await server.RunAsync("push", server.Write("f.csv", Start), "--again");
        Assert.Equal("6", await ValueAsync(server));
        Assert.Equal(1, (await server.RunAsync("push", "--undo", "nobody", "--yes")).ExitCode);
    }

    [Fact]
    public async Task Bare_ids_full_names_other_columns_and_far_times()
    {
        await using var server = await StartAsync();
        var file = server.Write(
            "f.csv",
            "metric;ts;note;v\nown;2001-03-01 12:00;\"a\nb\";1,5\nworkspaces/acme/kpis/profit;2062-05-01T00:00:00Z;;2\nworkspaces/other/kpis/profit;2001-03-01;;2\n");

        var push = await server.RunAsync("push", file, "--map", "goal=metric,time=ts,value=v", "--time-zone", "Europe/Berlin", "--decimal-comma");

        Assert.Equal(1, push.ExitCode);
        Assert.StartsWith("2 readings in", push.Out, StringComparison.Ordinal);
        Assert.Contains($"{file}:4: warning: 2062-05-01T00:00:00Z lies 61 years ahead; the reading counts\n", push.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:5: ", push.ErrorLines[^1], StringComparison.Ordinal);
        var own = JsonNode.Parse((await server.RunAsync("readings", "keyResults/own", "--output", "json")).Out)!.AsArray();
        Assert.Equal("2001-03-01T11:00:00Z", (string?)Assert.Single(own)!["time"]);
    }

    [Fact]
    public async Task A_column_that_is_mapped_twice_is_named()
    {
        var okr = await Okr.RunAsync("push", "f.csv", "--map", "value=v,goal=x,goal=y");
        Assert.Equal("'value=v,goal=x,goal=y' maps goal twice; each of goal, time and value has one column.", okr.ErrorLines[0]);
    }

    [Fact]
    public async Task Local_times_that_clocks_show_twice_are_counted_and_told_and_those_that_they_skip_are_refused()
    {
        await using var server = await StartAsync();
        var text = new StringBuilder("goal,time,value\n");
        for (var i = 0; i < 12; i++)
        {
            text.Append("profit,2000-10-29 02:30,1\n");
        }

        var file = server.Write("f.csv", text.Append("profit,2001-03-25 02:30,64\n").ToString());
        foreach (var dry in new[] { true, false })
        {
            string[] args = ["push", file, "--time-zone", "Europe/Berlin", .. dry ? new[] { "--dry-run" } : []];
            var push = await server.RunAsync(args);

            Assert.Equal(1, push.ExitCode);
            var warnings = push.ErrorLines.Where(line => line.Contains("warning: ", StringComparison.Ordinal)).ToList();
            Assert.Equal(11, warnings.Count);
            Assert.Equal(
                $"{file}:2: warning: clocks go back and show this local time twice; the earlier one is taken, 2000-10-29T00:30:00Z", warnings[0]);
            Assert.Equal(
                $"{file}: warning: 2 more lines at a local time that clocks show twice; the earlier one is taken", warnings[^1]);
            Assert.StartsWith($"{file}:14: `2001-03-25 02:30` is never in Europe/Berlin", push.ErrorLines[^1], StringComparison.Ordinal);
        }

        Assert.Equal("12", await ValueAsync(server));
    }

    [Theory]
    [InlineData("push")]
    [InlineData("push", "-")]
    [InlineData("push", "-", "--producer", "p", "--amend")]
    [InlineData("push", "f.csv", "--undo", "p")]
    [InlineData("push", "f.csv", "--again", "--amend")]
    [InlineData("push", "f.csv", "--time-zone", "Berlin")]
    [InlineData("push", "f.csv", "--map", "goals=metric")]
    [InlineData("push", "f.csv", "--map", "goal=x,goal=y")]
    public async Task Arguments_that_make_no_sense(params string[] args) => Assert.Equal(2, (await Okr.RunAsync(args)).ExitCode);

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        return server;
    }

    private static async Task<string?> ValueAsync(RunningServer server) =>
        (string?)JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!["kpis"]!["profit"]!["value"];
}
