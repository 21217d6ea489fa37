using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Peers.Engine;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// What a server has used and written up to an instant. The difference of two tells how large its commits are, and so with which synced
/// append they are to be compared.
/// </summary>
internal readonly record struct ServerWork(Meter Meter, long Written)
{
    public static async Task<ServerWork> ReadAsync(ServerProcess server)
    {
        var usage = await server.UsageAsync();
        return new(Meter.Read(usage, readings: 0), Usage.BytesWrittenBy(server.Process));
    }

    /// <summary>Returns the processors that were busy since an earlier instant.</summary>
    public double ProcessorsSince(ServerWork before)
    {
        var rate = Meter - before.Meter;
        return rate.ServerCpuSeconds / rate.Seconds;
    }

    /// <summary>Returns the bytes that were written for each commit since an earlier instant, at least 1.</summary>
    public int CommitBytesSince(ServerWork before)
    {
        var commits = Math.Max(1, (Meter - before.Meter).Syncs / EngineCounts.SyncsPerCommit);
        return (int)Math.Max(1, (Written - before.Written) / commits);
    }
}
