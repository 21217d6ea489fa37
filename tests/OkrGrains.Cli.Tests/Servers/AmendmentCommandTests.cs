using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

public sealed class AmendmentCommandTests
{
    private const string Plan =
        """
        workspace: w
        kpis:
          - {id: delay, unit: min, aggregation: sum, target: 100}
          - {id: twice, formula: {sum: [delay, delay]}}
        """;

    [Fact]
    public async Task A_reading_of_a_push_is_corrected_retracted_and_listed()
    {
        await using var server = await StartAsync();

        var correct = await server.RunAsync("correct", "till", "2", "-2.5", "--author", "ann", "--reason", "a typo");
        Assert.Equal((0, ""), (correct.ExitCode, correct.Error));
        Assert.Matches("^kpis/delay at 2001-01-02T00:00:00Z: 20 -> -2.5\ntoken .+\n$", correct.Out);
        Assert.Equal("15", await ValueAsync(server));

        var retract = await server.RunAsync("retract", "till", "1", "--goal", "delay", "--author", "bob");
        Assert.Equal((0, ""), (retract.ExitCode, retract.Error));
        Assert.Matches("^kpis/delay at 2001-01-01T00:00:00Z: 10 -> retracted\ntoken .+\n$", retract.Out);
        Assert.Equal("5", await ValueAsync(server));

        var again = await server.RunAsync("correct", "till", "1", "1e1");
        Assert.Matches("^kpis/delay at 2001-01-01T00:00:00Z: retracted -> 10\n", again.Out);

        var list = JsonNode.Parse((await server.RunAsync("readings", "delay", "--output", "json")).Out)!.AsArray();
        Assert.Equal(["7.5", "-2.5", "10"], list.Select(reading => reading!["value"]!.ToJsonString()));
        Assert.Equal(["7.5", "20", "10"], list.Select(reading => reading!["accepted"]!.ToJsonString()));
        Assert.Equal(["till", "till", "till"], list.Select(reading => (string?)reading!["producer"]));
        Assert.Equal(["3", "2", "1"], list.Select(reading => reading!["sequence"]!.ToJsonString()));
        var amendment = Assert.Single(list[1]!["amendments"]!.AsArray())!;
        Assert.Equal(("ann", "a typo", "-2.5"), ((string?)amendment["author"], (string?)amendment["reason"], amendment["value"]!.ToJsonString()));
        Assert.Equal(["null", "10"], list[2]!["amendments"]!.AsArray().Select(one => one!["value"]?.ToJsonString() ?? "null"));
    }

    [Fact]
    public async Task The_table_shows_what_was_accepted_and_who_amended_it()
    {
        await using var server = await StartAsync();
        await server.RunAsync("correct", "till", "2", "21", "--author", "ann", "--reason", "a typo");
        await server.RunAsync("retract", "till", "1", "--author", "");

        var table = (await server.RunAsync("readings", "kpis/delay", "--limit", "2")).Out;

        Assert.DoesNotMatch(@"2001-01-01T00:00:00Z\s+-\s+till", table);
        Assert.Matches(@"2001-01-02T00:00:00Z +21 +till +2 .* accepted as 20", table);
        Assert.Contains("corrected to 21 by ann: a typo", table, StringComparison.Ordinal);
        var all = (await server.RunAsync("readings", "kpis/delay", "--limit", "0")).Out;
        Assert.Matches(@"2001-01-01T00:00:00Z +- +till +1 .* accepted as 10", all);
        Assert.Contains("retracted", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_amended_is_one_line()
    {
        await using var server = await StartAsync();
        Assert.Equal(
            (1, "There is no reading 9 of producer till. [UNKNOWN_READING]\n"), await server.TryAsync("correct", "till", "9", "1"));
        Assert.Equal(
            (1, "value: The value is not a number, infinite, or beyond 1e15. [VALUE_OUT_OF_RANGE]\n"),
            await server.TryAsync("correct", "till", "1", "1e16"));
        Assert.Equal(2, (await server.RunAsync("correct", "till", "1", "NaN")).ExitCode);
        Assert.Equal(2, (await server.RunAsync("retract", "till")).ExitCode);
        Assert.Equal("37.5", await ValueAsync(server));
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        var readings = server.Write(
            "readings.csv", "goal,time,value\ndelay,2001-01-01T00:00:00Z,10\ndelay,2001-01-02T00:00:00Z,20\ndelay,2001-01-03T00:00:00Z,7.5\n");
        Assert.Equal(0, (await server.RunAsync("push", readings, "--producer", "till")).ExitCode);
        return server;
    }

    private static async Task<string?> ValueAsync(RunningServer server) =>
        (string?)JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!["kpis"]!["delay"]!["value"];
}
