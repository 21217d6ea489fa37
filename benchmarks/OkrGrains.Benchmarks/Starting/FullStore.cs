using System.Text;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Client;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Benchmarks.Starting;

/// <summary>A store of the engine with one reading for each KPI, followed by a long history of random readings.</summary>
internal sealed class FullStore
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The wait before the memory is measured. For a second after it has loaded goals, the server keeps what large subtrees have in common.
    /// </summary>
    private static readonly TimeSpan UntilQuiet = TimeSpan.FromSeconds(4);

    private readonly string _folder;
    private readonly Workload _workload;
    private readonly Int128[] _sums;
    private int _rounds;

    private FullStore(string folder, Workload workload)
    {
        _folder = folder;
        _workload = workload;
        _sums = new Int128[workload.Tree.Kpis];
    }

    public GoalTree Tree => _workload.Tree;

    /// <summary>The number of readings in the history.</summary>
    public long Readings { get; private set; }

    /// <summary>
    /// The bytes that the history adds to the closed store, per reading. They exclude the rows that each KPI has from its first reading.
    /// </summary>
    public double BytesPerReading { get; private set; }

    public static async Task<FullStore> FillAsync(string folder, int kpis, long readings, int seed)
    {
        var store = new FullStore(folder, Workload.Named("w1") with { Tree = GoalTree.OfTens(kpis) });
        await using (var server = await store.ServeAsync())
        {
            using var client = new OkrClient(server.Address);
            using var plan = new MemoryStream(Encoding.UTF8.GetBytes(store.Tree.ToPlan()));
            await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });
            await store.ReadEachAsync(server);
        }

        var before = StoreBytes(folder);
        await using (var server = await store.ServeAsync())
        {
            using var load = new ReadingLoad(store._workload, server.Address, seed, Now());
            store.Readings = await load.SendAsync(readings);
            store.Add(load.Sums());
        }

        store.BytesPerReading = (StoreBytes(folder) - before) / (double)store.Readings;
        return store;
    }

    /// <summary>Returns the total size of the files of a store, in bytes.</summary>
    public static long StoreBytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Starts a server and returns the time until it listens, and until the root is correct.</summary>
    public async Task<(TimeSpan Listening, TimeSpan Right)> StartAsync()
    {
        var expected = Tree.RootScore(_sums).ToString();
        var started = TimeProvider.System.GetTimestamp();
        await using var server = await ServeAsync();
        var listening = TimeProvider.System.GetElapsedTime(started);
        await UntilRightAsync(server, expected);
        return (listening, TimeProvider.System.GetElapsedTime(started));
    }

    /// <summary>
    /// Returns the resident memory of a server when it listens, and when it is quiet again after each KPI has taken a reading and the root
    /// has become right.
    /// </summary>
    public async Task<(long Idle, long Loaded)> ResidentBytesAsync()
    {
        await using var server = await ServeAsync();
        var idle = await server.ResidentBytesAsync();
        await ReadEachAsync(server);
        await UntilRightAsync(server, Tree.RootScore(_sums).ToString());
        await Task.Delay(UntilQuiet, TimeProvider.System);
        return (idle, await server.ResidentBytesAsync());
    }

    private Task<ServerProcess> ServeAsync() => ServerProcess.StartAsync(EnginePeer.Command, _folder);

    private async Task UntilRightAsync(ServerProcess server, string expected)
    {
        using var client = new OkrClient(server.Address);
        while ((await client.Goals.GetAsync(Tree.Root)).Figures.Score.Decimal != expected)
        {
            await Task.Delay(BetweenQuestions, TimeProvider.System);
        }
    }

    /// <summary>Sends each KPI a reading of 1.</summary>
    private async Task ReadEachAsync(ServerProcess server)
    {
        using var connections = new Connections(server.Address, 1);
        using var call = await ProducerCall.OpenAsync(connections[0], $"each-{_rounds++}", Tree.KpiIds);
        foreach (var some in Enumerable.Range(0, Tree.Kpis).Chunk(_workload.BatchReadings))
        {
            var block = new ReadingBlock(some, [.. some.Select(_ => 1d)], [.. some.Select(_ => 0)]);
            await call.SendAsync(BatchMessage.Encode(block), some.Length, Now());
        }

        await call.CompleteAsync();
        var one = new Int128[Tree.Kpis];
        Array.Fill(one, Nano.UnitsPerOne);
        Add(one);
    }

    private static long Now() => TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();

    private void Add(Int128[] sums)
    {
        for (var kpi = 0; kpi < sums.Length; kpi++)
        {
            _sums[kpi] += sums[kpi];
        }
    }
}
