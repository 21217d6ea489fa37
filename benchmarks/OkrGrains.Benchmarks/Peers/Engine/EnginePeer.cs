using System.Text;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Client;
using OkrGrains.Host;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Time;

namespace OkrGrains.Benchmarks.Peers.Engine;

/// <summary>The engine, as a complete server.</summary>
internal sealed class EnginePeer : IPeer
{
    public const string Command = "serve-engine";

    public string Name => "engine";

    public string? Absence => null;

    public string Settings => "acknowledged when durable";

    /// <summary>Serves the engine in this process.</summary>
    /// <param name="folder">The folder of the store.</param>
    /// <param name="now">The time at which the goal clock is pinned; null lets it flow.</param>
    public static async Task ServeAsync(string folder, string? now = null)
    {
        using var counts = new EngineCounts();
        await using var server = await OkrServer.StartAsync(new ServerOptions
        {
            DataDirectory = folder,
            Urls = "http://127.0.0.1:0",
            Now = now is null ? null : Instant.Parse(now),
        });
        await ServerProcess.ServeAsync(server.Url, () => Usage.OfThisProcess(counts.Syncs, counts.GrainCalls));
    }

    public async Task<Rate> RunAsync(Run run)
    {
        await using var server = await ServerProcess.StartAsync(Command, run.Folder);
        using var client = new OkrClient(server.Address);
        using var plan = new MemoryStream(Encoding.UTF8.GetBytes(run.Workload.Tree.ToPlan()));
        await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });

        using var load = new ReadingLoad(run.Workload, server.Address, run.Seed, TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds());
        var rate = await load.RunAsync(run.Durations, server.UsageAsync);
        var expected = run.Workload.Tree.RootScore(load.Sums()).ToString();
        var actual = "";
        foreach (var token in load.Tokens)
        {
            actual = (await client.Goals.GetAsync(run.Workload.Tree.Root, token)).Figures.Score.Decimal;
        }

        return actual == expected ? rate : throw new WrongAnswerException(Name, expected, actual);
    }
}
