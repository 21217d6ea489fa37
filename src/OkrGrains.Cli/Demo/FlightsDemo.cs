using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Client;
using OkrGrains.Client.Watching;
using OkrGrains.Contracts.V1;
using OkrGrains.Host;
using OkrGrains.Plans.Readings;
using Spectre.Console;

namespace OkrGrains.Cli.Demo;

/// <summary>
/// Starts a server, applies the plan, streams the readings over gRPC, draws the goals as they change, and goes on serving.
/// </summary>
/// <param name="terminal">The terminal to draw on.</param>
/// <param name="once">True to send the readings as fast as possible and to end after the final tree.</param>
internal sealed class FlightsDemo(Terminal terminal, bool once)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellation)
    {
        // Starting takes a second or more, in which a newcomer would see nothing.
        terminal.Line("starting a server in this process…");
        using var folder = new DemoFolder();
        var options = new ServerOptions { DataDirectory = folder.Path, Urls = LoopbackPort.Choose(), Now = FlightsSample.Now };
        await using var server = await OkrServer.StartAsync(options, cancellation);
        using var client = new OkrClient(new Uri(server.Url));
        terminal.Line($"store {folder.Path} (deleted at the end)");
        terminal.Line($"listening on {server.Url}");
        try
        {
            await StreamAsync(client, cancellation);
            await DrawAsync(client, cancellation);
            if (!once)
            {
                ShowHowToConnect(server.Url);
                await server.WaitForStopAsync(cancellation);
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C ends the demo at any time, and so may break any call in flight with any exception.
        }
    }

    private async Task StreamAsync(OkrClient client, CancellationToken cancellation)
    {
        await using (var plan = File.OpenRead(FlightsSample.Plan))
        {
            await client.Goals.ApplyPlanAsync(plan, new ApplyPlanHeader { Author = "demo" }, cancellation);
        }

        var total = await FlightsSample.CountAsync(cancellation);
        await using var source = await ReadingsSource.OpenAsync(FlightsSample.Readings, cancellation);
        var lines = ReadingsFile.ReadAsync(source.Bytes, cancel: cancellation);
        var refused = new RefusedLines(source.Name);
        var push = new FilePush(client, terminal, FlightsSample.Workspace, "demo", refused);
        var started = terminal.Time.GetTimestamp();
        var pushing = push.RunAsync(once ? lines : PacedLines.Of(lines, total, Duration, terminal.Time, cancellation), cancellation);
        if (terminal.OutIsLive)
        {
            await DrawWhileAsync(client, push, total, pushing, cancellation);
        }

        await pushing;
        terminal.Line(PushSummary.Of(push, refused, terminal.Time.GetElapsedTime(started)));
        if (refused.Count > 0)
        {
            throw new CommandFailure(refused.Lines);
        }
    }

    private async Task DrawWhileAsync(OkrClient client, FilePush push, long total, Task pushing, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var times = ZoneChoice.OfWorkspace(await client.Goals.TimeZoneAsync(FlightsSample.Workspace, cancellation: cancellation));
        var tree = new LiveTree(terminal, FlightsSample.Workspace, times)
        {
            Banner = new DemoBanner(terminal, push, total).Draw,
            BannerLines = DemoBanner.Lines,
            Clears = true,
        };
        var taking = tree.TakeAsync(client.Watches.WatchAsync(new WatchOptions { Name = FlightsSample.Workspace }, end.Token));
        await tree.DrawWhileAsync(pushing);
        await end.CancelAsync();
        await taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DrawAsync(OkrClient client, CancellationToken cancellation)
    {
        var list = await client.Goals.ListAsync(FlightsSample.Workspace, cancellation: cancellation);
        terminal.Line("");
        var times = ZoneChoice.OfWorkspace(list.TimeZone);
        var width = terminal.Out.Profile.Width;
        terminal.Out.Write(WorkspaceHeading.Of(FlightsSample.Workspace, list.At, times, width));
        terminal.Line("");
        terminal.Out.Write(GoalTable.Of(GoalRows.Of(new GoalForest(list.Goals), TreeDetail.KeyResults), new GoalBook(list.Goals), times, width));
    }

    private void ShowHowToConnect(string url)
    {
        var server = url == ServerChoice.DefaultAddress ? "" : $" --server {url}";
        terminal.Line("");
        terminal.Line("The server goes on until Ctrl-C. From another terminal:");
        terminal.Line($"  dotnet run --project src/OkrGrains.Cli -- show punctual{server}");
        terminal.Line($"  dotnet run --project src/OkrGrains.Cli -- watch airline-of-choice{server}");
        terminal.Line($"  grpcurl -plaintext {new Uri(url).Authority} list    # it answers reflection");
    }
}
