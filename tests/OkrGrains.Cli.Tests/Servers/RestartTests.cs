using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OkrGrains.Cli.Demo;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Client;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Tests.Servers;

public sealed class RestartTests
{
    private const long StopAtLine = 100_000;

    [Fact]
    public async Task A_push_goes_on_over_a_restart_of_the_server_and_every_number_is_exact()
    {
        await using var server = await RunningServer.StartAsync(FlightsSample.Plan);
        using var client = new OkrClient(new Uri(server.Url));
        using var progress = new StringWriter();
        var terminal = Terminal.Plain(TextWriter.Null, TextWriter.Synchronized(progress));
        var refused = new RefusedLines("readings.csv");
        var push = new FilePush(client, terminal, FlightsSample.Workspace, "restart", refused);
        await using var source = await ReadingsSource.OpenAsync(FlightsSample.Readings, CancellationToken.None);

        await push.RunAsync(StopInTheMiddle(ReadingsFile.ReadAsync(source.Bytes), server), CancellationToken.None);

        Assert.Equal(0, refused.Count);
        Assert.Equal(260_542, push.Counts.Acknowledged);
        Assert.StartsWith("connection lost", progress.ToString(), StringComparison.Ordinal);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Okr.File("samples", "flights", "expected.json")))![2];
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)));
    }

    [Fact]
    public async Task A_push_that_finds_no_server_says_so_and_waits_for_it()
    {
        await using var server = await RunningServer.StartAsync(FlightsSample.Plan);
        var readings = server.Write("readings.csv", "goal,time,value\nflights,2001-03-31T12:00:00Z,1\n");
        await server.StopAsync();
        using var progress = new SignallingWriter("the server cannot be reached");
        using var output = new StringWriter();
        var terminal = Terminal.Plain(TextWriter.Synchronized(output), TextWriter.Synchronized(progress));
        var push = OkrProgram.RunAsync(["push", readings, "--server", server.Url], terminal);
        await progress.Written.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(push.IsCompleted);

        await server.StartAgainAsync();
        Assert.Equal(0, await push);
        Assert.StartsWith("1 reading in", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("trying again for 2 minutes", progress.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A writer that signals when a text was written.</summary>
    private sealed class SignallingWriter(string text) : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            Look();
        }

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            Look();
        }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            Look();
        }

        private void Look()
        {
            if (ToString().Contains(text, StringComparison.Ordinal))
            {
                _written.TrySetResult();
            }
        }
    }

    /// <summary>Stops the server while readings are in flight, and starts it again on the same folder.</summary>
    private static async IAsyncEnumerable<ReadingLine> StopInTheMiddle(
        IAsyncEnumerable<ReadingLine> lines, RunningServer server, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (line.Line == StopAtLine)
            {
                await server.StopAsync();
                await server.StartAgainAsync();
            }

            yield return line;
        }
    }
}
