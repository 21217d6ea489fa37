using System.Text.Json.Nodes;
using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>
/// Another program streams readings under the producer of a file, without a checkpoint. They are never taken for lines of the file, and an
/// amendment does what its dry run says.
/// </summary>
public sealed class ForeignReadingsTests
{
    private const string Plan = "workspace: acme\nkpis: [{id: profit, aggregation: sum, target: 100}, {id: other, aggregation: sum}]\n";
    private const string Start = "goal,time,value\nprofit,2001-03-01T00:00:00Z,1\nprofit,2001-03-02T00:00:00Z,2\n";
    private const string Grown = Start + "profit,2001-03-03T00:00:00Z,4\nprofit,2001-03-04T00:00:00Z,8\nprofit,2001-03-05T00:00:00Z,16\n";

    [Theory]
    [InlineData(2, 2, "another program has sent readings under producer till, or it was edited since: 3 lines new, 2 lines held before, "
        + "0 lines with another value, 2 readings without a line\n", "nothing sent: 3 lines would count, 2 lines held before, 0 lines with "
        + "another value, 2 readings without a line\n", "3 readings counted, 0 readings corrected, 2 readings retracted, 2 lines held before\n")]
    [InlineData(0, 1, "another program has sent readings under producer till, or it was edited since: 5 lines new, 0 lines held before, "
        + "0 lines with another value, 1 reading without a line\n", "nothing sent: 5 lines would count, 0 lines held before, 0 lines with "
        + "another value, 1 reading without a line\n", "5 readings counted, 0 readings corrected, 0 readings retracted, 0 lines held before\n")]
    public async Task What_another_program_sent_is_told_and_taken_for_no_line(int before, int foreign, string told, string dry, string done)
    {
        await using var server = await StartAsync();
        if (before > 0)
        {
            await server.RunAsync("push", server.Write("f.csv", Start), "--producer", "till");
        }

        await StreamAsync(server, "till", before + 1, foreign);
        var file = server.Write("f.csv", Grown);

        var pushed = await server.RunAsync("push", file, "--producer", "till");
        Assert.Equal((1, ""), (pushed.ExitCode, pushed.Out));
        Assert.Contains(told, pushed.Error, StringComparison.Ordinal);
        Assert.Equal(before > 0 ? "3" : null, await ValueAsync(server, "profit"));
        var checkedOnly = await server.RunAsync("push", file, "--producer", "till", "--amend", "--dry-run");
        Assert.Equal((0, dry), (checkedOnly.ExitCode, checkedOnly.Out));

        var amended = await server.RunAsync("push", file, "--producer", "till", "--amend", "--yes");
        Assert.Equal(0, amended.ExitCode);
        Assert.Contains(done, amended.Out, StringComparison.Ordinal);
        Assert.Equal("31", await ValueAsync(server, "profit"));
        Assert.Equal(before > 0 ? null : "1000", await ValueAsync(server, "other"));
        Assert.Equal((0, "31"), ((await server.RunAsync("push", file, "--producer", "till")).ExitCode, await ValueAsync(server, "profit")));
    }

    [Fact]
    public async Task An_unchanged_file_whose_readings_were_amended_meanwhile_is_amended_as_the_dry_run_says()
    {
        await using var server = await StartAsync();
        var file = server.Write("f.csv", Start);
        await server.RunAsync("push", file, "--producer", "till");
        Assert.Equal(0, (await server.RunAsync("correct", "till", "2", "7", "--author", "ann", "--reason", "typo", "--goal", "profit")).ExitCode);
        Assert.Equal("8", await ValueAsync(server, "profit"));

        // Nothing was edited in the file, so a push of it adds nothing and undoes nobody's correction.
        Assert.Equal((0, "8"), ((await server.RunAsync("push", file, "--producer", "till")).ExitCode, await ValueAsync(server, "profit")));
        var dry = await server.RunAsync("push", file, "--producer", "till", "--amend", "--dry-run");
        Assert.Contains("1 line with another value", dry.Out, StringComparison.Ordinal);
        var amended = await server.RunAsync("push", file, "--producer", "till", "--amend", "--yes");
        Assert.Contains("1 reading corrected", amended.Out, StringComparison.Ordinal);
        Assert.Equal((0, "3"), (amended.ExitCode, await ValueAsync(server, "profit")));

        // A file without a line takes nothing back.
        var empty = await server.RunAsync("push", server.Write("f.csv", "goal,time,value\n"), "--producer", "till", "--amend", "--yes");
        Assert.Equal((0, "3"), (empty.ExitCode, await ValueAsync(server, "profit")));
    }

    [Fact]
    public async Task Undoing_a_push_that_is_under_way_ends_it_first()
    {
        await using var server = await StartAsync();
        using var client = new OkrClient(new Uri(server.Url));
        using var push = new ReadingService.ReadingServiceClient(client.Invoker).StreamReadings();
        await SendAsync(push, "till", first: 1, count: 2);
        Assert.Equal("2000", await ValueAsync(server, "other"));

        var undone = await server.RunAsync("push", "--undo", "till", "--yes");
        Assert.Equal((0, "2 readings retracted, 0 readings retracted before"), (undone.ExitCode, undone.OutLines[^1]));
        var ended = await Assert.ThrowsAsync<RpcException>(() => push.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("PRODUCER_FENCED", RpcFault.Of(ended).Reason);
        Assert.Null(await ValueAsync(server, "other"));
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan)));
        return server;
    }

    /// <summary>Streams readings of another goal, without a checkpoint.</summary>
    private static async Task StreamAsync(RunningServer server, string producer, long first, int count)
    {
        using var client = new OkrClient(new Uri(server.Url));
        using var call = new ReadingService.ReadingServiceClient(client.Invoker).StreamReadings();
        await SendAsync(call, producer, first, count);
        await call.RequestStream.CompleteAsync();
    }

    /// <summary>Opens a stream and sends readings, and waits until they are acknowledged.</summary>
    /// <param name="call">The stream.</param>
    /// <param name="producer">The producer.</param>
    /// <param name="first">The sequence of the first reading.</param>
    /// <param name="count">The number of readings.</param>
    private static async Task SendAsync(
        AsyncDuplexStreamingCall<StreamReadingsRequest, StreamReadingsResponse> call, string producer, long first, int count)
    {
        await call.RequestStream.WriteAsync(new() { Open = new StreamOpen { Workspace = "workspaces/acme", Producer = producer } });
        var batch = new ReadingBatch { FirstSequence = first, BaseTimeMillis = 983_404_800_000 };
        batch.Define.Add(new HandleDefinition { Handle = 0, Goal = "kpis/other" });
        for (var i = 0; i < count; i++)
        {
            batch.Handles.Add(0);
            batch.Values.Add(1000);
        }

        await call.RequestStream.WriteAsync(new() { Batch = batch });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Ack?.ThroughSequence >= first + count - 1)
            {
                return;
            }
        }
    }

    private static async Task<string?> ValueAsync(RunningServer server, string kpi) =>
        (string?)JsonNode.Parse((await server.RunAsync("show", "--output", "json")).Out)!["kpis"]![kpi]!["value"];
}
