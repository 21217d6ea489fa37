using System.Globalization;
using System.Text;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers.Grouped;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers.Redis;

/// <summary>
/// Redis in its best form: a group of batches is one call of a function that stores them packed and walks up the tree, and the log is
/// synced before Redis answers. It uses two connections: one group is encoded and sent while the other one is processed.
/// </summary>
internal sealed class RedisPeer : IPeer
{
    private const int Connections = 2;

    /// <summary>The maximum number of batches in a group: Lua passes on no more arguments.</summary>
    private const int MostBatches = 4_000;

    /// <summary>
    /// The greatest reading in nano-units (<see cref="ReadingBlock"/>). It bounds a group so that its sum stays exact in Lua.
    /// </summary>
    private const long GreatestUnits = 10_000_000_000;

    public string Name => "redis";

    public string? Absence => RedisServer.Find() is null ? "Redis is not installed" : null;

    public string Settings => $"{InstalledProgram.VersionOf(RedisServer.Find()!)}; {Connections} connections; "
        + string.Join(' ', RedisServer.Settings.Select(word => word.Length == 0 ? "\"\"" : word));

    public async Task<Rate> RunAsync(Run run)
    {
        await using var server = await RedisServer.StartAsync(run.Folder);
        using var asking = await server.OpenAsync();
        await asking.CallAsync("FUNCTION", "LOAD", SumFunction.Code(run.Workload.Tree));
        var batches = Math.Min(run.BatchesInGroup, MostBatches);
        if ((long)batches * run.Workload.BatchReadings > SumFunction.GreatestExact / GreatestUnits)
        {
            throw new InvalidOperationException("A group's sum would not be exact.");
        }

        var load = new GroupedLoad(run.Workload, run.Seed, batches);
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => server.OpenAsync()));
        try
        {
            // One sync per group: Redis syncs once per iteration of its event loop, and a group ends with an iteration.
            var rate = await load.RunAsync(
                connections.Select(connection => new FunctionStore(connection)),
                run.Durations,
                () => Task.FromResult(new Usage(Usage.CpuOf(server.Process), load.Groups)));
            var root = await asking.CallAsync("HGET", Encoding.UTF8.GetString(SumFunction.GoalsKey), $"{run.Workload.Tree.Goals - 1}");
            load.Check(Name, Int128.Parse(root, CultureInfo.InvariantCulture));
            return rate;
        }
        finally
        {
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }
    }
}
