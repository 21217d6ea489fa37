using System.Text;
using Grpc.Net.Client;
using OkrGrains.Client;
using OkrGrains.Client.Watching;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;
using OkrGrains.Stress.Probing;
using OkrGrains.Stress.Servers;

namespace OkrGrains.Stress.Watching;

/// <summary>
/// Opens watches of a large workspace that nobody reads, all at once. Meanwhile another client makes unary calls on another workspace, and
/// a third one opens a watch of the large workspace and reads it.
/// </summary>
internal sealed class UnreadWatchesRun(UnreadWatchesOptions options, Checks checks)
{
    /// <summary>The greatest p99 of a unary call beside the watches, in milliseconds.</summary>
    private const double MostMillis = 250;

    /// <summary>The memory allowed for a watch, in bytes: what waits in its response's buffer, and what it keeps of its goals.</summary>
    private const long BytesOfWatch = Sizes.MiB;

    /// <summary>The memory allowed for garbage that the collector has not taken back yet, in bytes.</summary>
    private const long Shared = 128 * Sizes.MiB;

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly GoalTree _tree = new(Kpis: 1_800, KeyResults: 180, Objectives: [18, 1]);

    private TimeSpan Seconds => TimeSpan.FromSeconds(options.Seconds);

    public async Task RunAsync()
    {
        await using var server = await StressServer.StartAsync();
        using var client = new OkrClient(server.Address);
        await ProbeTree.ApplyAsync(client);
        using (var plan = new MemoryStream(Encoding.UTF8.GetBytes(_tree.ToPlan())))
        {
            await client.Goals.ApplyPlanAsync(plan, new ApplyPlanHeader { Author = "stress" });
        }

        using (var warming = new UnaryProbe(server.Address, _period))
        {
            await warming.RunAsync(Seconds);
        }

        using var probe = new UnaryProbe(server.Address, _period);
        var calm = await probe.RunAsync(Seconds);
        Checks.Figure($"calm: unary calls {calm}");
        var idle = server.Resident;
        await using var memory = new MemoryWatch(server);
        GrpcChannel[] channels = [.. Enumerable.Range(0, UnreadWatchesOptions.Connections).Select(_ => Connections.Open(server.Address))];
        var unread = Enumerable.Range(0, options.Watches)
            .Select(number => new StuckWatcher(channels[number % channels.Length].CreateCallInvoker(), $"workspaces/{GoalTree.Workspace}"))
            .ToList();
        var reading = ReadAsync(server.Address);
        var beside = await probe.RunAsync(Seconds);
        checks.Timing(
            beside.P99 <= MostMillis,
            $"beside {unread.Count} unread watches of {_tree.Goals} goals: unary calls {beside}, p99 {MostMillis} ms at most");
        var (goals, took) = await reading.WaitAsync(_patience);
        checks.That(
            goals == _tree.Goals, $"a watch beside them that is read got {goals} of {_tree.Goals} goals, in {took.TotalMilliseconds:F0} ms");
        var bound = idle + Shared + (options.Watches * BytesOfWatch);
        checks.That(
            memory.Most <= bound,
            $"memory: {Sizes.ToMiB(memory.Most)} MiB at most, bound {Sizes.ToMiB(bound)} MiB, {Sizes.ToMiB(idle)} MiB before");
        unread.ForEach(watcher => watcher.Dispose());
        Array.ForEach(channels, channel => channel.Dispose());
    }

    /// <summary>Watches the workspace from a connection of its own until the snapshot is whole.</summary>
    private static async Task<(int Goals, TimeSpan Took)> ReadAsync(Uri server)
    {
        using var client = new OkrClient(server);
        var started = TimeProvider.System.GetTimestamp();
        var goals = 0;
        await foreach (var response in client.Watches.WatchAsync(
            new WatchOptions { Name = $"workspaces/{GoalTree.Workspace}" }, CancellationToken.None))
        {
            goals += response.Goal is null ? 0 : 1;
            if (response.Synced is not null)
            {
                break;
            }
        }

        return (goals, TimeProvider.System.GetElapsedTime(started));
    }
}
