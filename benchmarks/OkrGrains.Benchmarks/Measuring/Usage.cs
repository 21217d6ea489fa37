using System.Diagnostics;
using System.Globalization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>What the processes that serve have used since they started.</summary>
/// <param name="Cpu">User and system time of all of them.</param>
/// <param name="Syncs">How often they had the disk make something durable.</param>
/// <param name="GrainCalls">Calls of readings to goals, and of goals to those above them; 0 where there are none.</param>
/// <param name="AllocatedBytes">Managed memory allocated; 0 where none is managed.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Syncs = 0, long GrainCalls = 0, long AllocatedBytes = 0)
{
    private const string WrittenField = "write_bytes:";

    /// <summary>Of this process.</summary>
    public static Usage OfThisProcess(long syncs = 0, long grainCalls = 0) =>
        new(Environment.CpuUsage.TotalTime, syncs, grainCalls, GC.GetTotalAllocatedBytes());

    /// <summary>CPU time of a process that this one started.</summary>
    public static TimeSpan CpuOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>What a process has had written to disks; 0 where that is not told.</summary>
    public static long BytesWrittenBy(Process process)
    {
        var file = $"/proc/{process.Id}/io";
        return File.Exists(file)
            ? long.Parse(File.ReadLines(file).First(line => line.StartsWith(WrittenField, StringComparison.Ordinal))[WrittenField.Length..], CultureInfo.InvariantCulture)
            : 0;
    }
}
