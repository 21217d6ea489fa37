using System.CommandLine;
using OkrGrains.Benchmarks;
using OkrGrains.Benchmarks.Latency;
using OkrGrains.Benchmarks.Micro;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Benchmarks.Peers.Sink;
using OkrGrains.Benchmarks.Starting;
using OkrGrains.Load.Workloads;

switch (args)
{
    case [EnginePeer.Command, var folder]:
        await EnginePeer.ServeAsync(folder);
        return 0;
    case [EnginePeer.Command, var folder, var now]:
        await EnginePeer.ServeAsync(folder, now);
        return 0;
    case [SinkPeer.Command]:
        await SinkPeer.ServeAsync();
        return 0;
    case [OneRun.Command, var peer, var order]:
        return await OneRun.RunAsync(peer, order);
    default:
        var root = new RootCommand("Measures the engine and its peers in turn.");
        foreach (var workload in Workload.All)
        {
            root.Add(RunCommand.Of(workload));
        }

        root.Add(ShapesCommand.Create());
        root.Add(StartCommand.Create());
        root.Add(LatencyCommand.Create());
        root.Add(MicroCommand.Create());
        return await root.Parse(args).InvokeAsync();
}
