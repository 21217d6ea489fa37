using System.Text.Json.Nodes;
using Grpc.Core;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Client;
using OkrGrains.Client.Readings;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Amendments of one file at once, and one that runs again while another is in flight: no line counts twice.</summary>
public sealed class AmendmentRaceTests
{
    private const string Workspace = "workspaces/acme";
    private const string Ended = "another push of the file has begun and goes on with it: this one has ended [PRODUCER_FENCED]\n";
    private const string Start = "goal,time,value\nprofit,2001-03-01T00:00:00Z,1\nprofit,2001-03-02T00:00:00Z,2\n";

    // 2 becomes 4, and the lines of 8 and 16 are new.
    private const string Edited =
        "goal,time,value\nprofit,2001-03-01T00:00:00Z,1\nprofit,2001-03-02T00:00:00Z,4\n"
        + "profit,2001-03-03T00:00:00Z,8\nprofit,2001-03-04T00:00:00Z,16\n";

    [Fact]
    public async Task Of_two_amendments_the_one_that_began_last_holds_and_the_other_ends()
    {
        await using var server = await StartAsync();
        await server.RunAsync("push", server.Write("f.csv", Start));
        var file = server.Write("f.csv", Edited);
        using var error = new HoldingWriter("producer push-[0-9a-f]+~");
        var first = Task.Run(() => OkrProgram.RunAsync(
            ["push", file, "--amend", "--yes", "--server", server.Url], Terminal.Plain(TextWriter.Null, error)));
        await error.Reached.WaitAsync(TimeSpan.FromMinutes(1));

        // The first one has compared and corrected, and is about to send its new lines. The file is edited once more, with a line before them.
        const string Before = "profit,2001-03-03";
        server.Write("f.csv", Edited.Replace(Before, $"profit,2001-03-05T00:00:00Z,32\n{Before}", StringComparison.Ordinal));
        var second = await server.RunAsync("push", file, "--amend", "--yes");
        error.Release();

        Assert.Equal((0, "61"), (second.ExitCode, await ValueAsync(server)));
        Assert.Equal(1, await first);
        Assert.EndsWith(Ended, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("61", await ValueAsync(server));
        Assert.StartsWith("0 readings counted, 5 lines held before,", (await server.RunAsync("push", file)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amendment_that_runs_again_ends_what_is_in_flight_of_the_one_before()
    {
        await using var server = await StartAsync();
        await server.RunAsync("push", server.Write("f.csv", Start), "--producer", "till");
        var file = server.Write("f.csv", Edited);
        using var client = new OkrClient(new Uri(server.Url));
        var claim = await AmendmentClaim.TakeAsync(client, Workspace, new("till"), CancellationToken.None);
        Assert.Equal(2, claim.Number);
        await using var killed = client.StartProducer(new ReadingProducerOptions
        {
            Workspace = Workspace,
            Producer = "till~2",
            Opened = claim.CheckAsync,
        });
        await killed.WriteAsync("kpis/profit", DateTimeOffset.Parse("2001-03-03T00:00:00Z", null), 8);
        while (killed.Counts.Acknowledged < 1)
        {
            await Task.Yield();
        }

        var again = await server.RunAsync("push", file, "--producer", "till", "--amend", "--yes");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal("1 reading counted, 1 reading corrected, 0 readings retracted, 2 lines held before", again.Out.Split('\n')[1]);
        Assert.Equal("29", await ValueAsync(server));

        // What the killed one still had to send comes late.
        var late = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await killed.WriteAsync("kpis/profit", DateTimeOffset.Parse("2001-03-04T00:00:00Z", null), 16);
            await killed.CompleteAsync();
        });
        Assert.Equal("PRODUCER_FENCED", RpcFault.Of(late).Reason);
        Assert.Equal("29", await ValueAsync(server));
        var held = await server.RunAsync("push", file, "--producer", "till");
        Assert.StartsWith("0 readings counted, 4 lines held before,", held.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amendments_that_run_at_once_leave_what_the_file_says()
    {
        await using var server = await StartAsync();
        var file = server.Write("f.csv", Start);
        await server.RunAsync("push", file);
        for (var round = 1; round <= 4; round++)
        {
            var numbers = Enumerable.Range(0, 60 * round).ToList();
            var lines = numbers.Select(i => $"profit,2001-03-0{1 + (i % 9)}T00:{i % 60:00}:{i / 60:00}Z,{i + round}\n");
            server.Write("f.csv", Start + string.Concat(lines));
            var pushes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.RunAsync("push", file, "--amend", "--yes")));

            Assert.Contains(pushes, push => push.ExitCode == 0);
            Assert.All(pushes.Where(push => push.ExitCode != 0), push => Assert.EndsWith(Ended, push.Error, StringComparison.Ordinal));
            Assert.Equal($"{3 + numbers.Sum(i => i + round)}", await ValueAsync(server));
        }

        var held = await server.RunAsync("push", file);
        Assert.StartsWith("0 readings counted, 242 lines held before,", held.Out, StringComparison.Ordinal);
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        const string Plan = "workspace: acme\nkpis: [{id: profit, aggregation: sum, target: 100}]\n";
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        return server;
    }

    private static async Task<string?> ValueAsync(RunningServer server) =>
        (string?)JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!["kpis"]!["profit"]!["value"];
}
