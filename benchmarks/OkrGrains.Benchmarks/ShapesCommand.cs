using System.CommandLine;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>Measures one peer under all workloads of large batches.</summary>
internal static class ShapesCommand
{
    private const string Name = "shapes";

    public static Command Create()
    {
        var peer = new Option<string>("--peer") { Description = $"Which: {AllPeers.Names}.", DefaultValueFactory = _ => AllPeers.List[0].Name };
        peer.AcceptOnlyFromAmong([.. AllPeers.List.Select(known => known.Name)]);
        var command = new Command(Name, "w1 with eight producers and with one, w2, w3 and w4, compared with the first.") { peer };
        var contest = new Contest();
        contest.AddTo(command);
        command.SetAction(async (parse, _) =>
        {
            var chosen = AllPeers.Named(parse.GetRequiredValue(peer));
            Workload[] workloads = [Workload.Named("w1"), Workload.Named("w1").With(1), Workload.Named("w2"), Workload.Named("w3"), Workload.Named("w4")];
            await contest.RunAsync(parse, [.. workloads.Select(workload =>
                new Contestant($"{workload.Name}, {workload.Producers} producers", chosen, workload))]);
            return 0;
        });
        return command;
    }
}
