using System.CommandLine;
using OkrGrains.Benchmarks;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Benchmarks.Peers.Sink;
using OkrGrains.Benchmarks.Workloads;

switch (args)
{
    case [EnginePeer.Command, var folder]:
        await EnginePeer.ServeAsync(folder);
        return 0;
    case [SinkPeer.Command]:
        await SinkPeer.ServeAsync();
        return 0;
    case [RunCommand.OneRun, var peer, var workload, var warmUp, var measured, var seed, var folder]:
        return await RunCommand.RunOneAsync(peer, workload, warmUp, measured, seed, folder);
    default:
        var root = new RootCommand("Measures the engine and its peers in turn.");
        foreach (var workload in Workload.All)
        {
            root.Add(RunCommand.Of(workload));
        }

        return await root.Parse(args).InvokeAsync();
}
