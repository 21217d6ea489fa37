using System.CommandLine;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>Measures all peers under one workload.</summary>
internal static class RunCommand
{
    public static Command Of(Workload workload)
    {
        var peers = new Option<string[]>("--peers")
        {
            Description = $"Which: {AllPeers.Names}; all of them if not given.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. AllPeers.List.Select(peer => peer.Name)],
        };
        peers.AcceptOnlyFromAmong([.. AllPeers.List.Select(peer => peer.Name)]);
        var producers = new Option<int>("--producers") { Description = "Streams, a connection each.", DefaultValueFactory = _ => workload.Producers };
        var command = new Command(workload.Name, workload.Describe()) { peers, producers };
        var contest = new Contest();
        contest.AddTo(command);
        command.SetAction(async (parse, _) =>
        {
            var chosen = parse.GetRequiredValue(peers);
            await contest.RunAsync(parse, [.. AllPeers.List.Where(peer => chosen.Contains(peer.Name))
                .Select(peer => new Contestant(peer.Name, peer, workload.With(parse.GetValue(producers))))]);
            return 0;
        });
        return command;
    }
}
