using System.Diagnostics;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>What the processes that serve have used since they started.</summary>
/// <param name="Cpu">User and system time of all of them.</param>
/// <param name="Syncs">How often they had the disk make something durable.</param>
/// <param name="AllocatedBytes">Managed memory allocated; 0 where none is managed.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Syncs = 0, long AllocatedBytes = 0)
{
    /// <summary>Of this process.</summary>
    public static Usage OfThisProcess(long syncs) =>
        new(Environment.CpuUsage.TotalTime, syncs, GC.GetTotalAllocatedBytes());

    /// <summary>CPU time of a process that this one started.</summary>
    public static TimeSpan CpuOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
