using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary><c>okr watch</c> into a pipe. What it draws on a terminal is tested by <c>tests/program/live.sh</c>.</summary>
public sealed class WatchTests
{
    private const string Plan = "workspace: w\ntimeZone: Europe/Berlin\nkpis: [{id: delay, title: Delay, target: 10}]\n";

    [Fact]
    public async Task Each_change_is_a_line_with_its_time_and_a_lost_connection_is_told()
    {
        await using var server = await StartAsync();
        await using var watch = new Watch(server);
        await watch.Out.WhenWrittenAsync("2001-04-01T07:59:59.999+02:00 synced 1 goal\n");
        await PushAsync(server, "7");
        await watch.Out.WhenWrittenAsync("2001-04-01T07:59:59.999+02:00 workspaces/w/kpis/delay value=7 score=0.7 coverage=1 watch\n");

        await server.StopAsync();
        await watch.Error.WhenWrittenAsync("connection lost, showing figures of 07:59:59 (");
        Assert.DoesNotContain("connected again", watch.Error.ToString(), StringComparison.Ordinal);
        await server.StartAgainAsync();
        await watch.Error.WhenWrittenAsync("connected again\n");
        Assert.Equal(0, await watch.EndAsync());
    }

    [Fact]
    public async Task Each_change_is_a_json_object_in_a_line()
    {
        await using var server = await StartAsync();
        await using var watch = new Watch(server, "--output", "json");
        await watch.Out.WhenWrittenAsync("\"synced\":1}\n");
        await PushAsync(server, "7");
        await watch.Out.WhenWrittenAsync("\"value\":\"7\"");
        await server.StopAsync();
        await watch.Out.WhenWrittenAsync("\"connection\":\"lost\"}\n");
        await server.StartAgainAsync();
        await watch.Out.WhenWrittenAsync("\"connection\":\"back\"}\n");
        Assert.Equal(0, await watch.EndAsync());
        var lines = watch.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(lines, line => Assert.Equal("2001-04-01T05:59:59.999Z", (string?)line["at"]));
        Assert.Equal("workspaces/w/kpis/delay", (string?)lines[0]["goal"]);
        Assert.Contains(lines, line => ((string?)line["score"], (string?)line["health"]) == ("0.7", "WATCH"));
    }

    [Fact]
    public async Task A_pipe_takes_no_tree()
    {
        await using var server = await StartAsync();
        Assert.Equal((1, "a tree is redrawn, which this output cannot be: choose --output lines or json\n"), await server.TryAsync("watch", "--output", "tree"));
    }

    private static async Task PushAsync(RunningServer server, string value) => Assert.Equal(
        0, (await server.RunAsync("push", server.Write("readings.csv", $"goal,time,value\ndelay,2001-01-01T00:00:00Z,{value}\n"))).ExitCode);

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        return server;
    }

    private sealed class Watch : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task<int> _run;

        public Watch(RunningServer server, params string[] args) =>
            _run = Okr.RunAsync(Out, Error, _end.Token, ["watch", .. args, "--server", server.Url]);

        public AwaitedWriter Out { get; } = new();

        public AwaitedWriter Error { get; } = new();

        public async Task<int> EndAsync()
        {
            await _end.CancelAsync();
            return await _run;
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            _end.Dispose();
            await Out.DisposeAsync();
            await Error.DisposeAsync();
        }
    }
}
