using System.Diagnostics;
using System.Globalization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>The resources that the serving processes have used since they started.</summary>
/// <param name="Cpu">The user and system time of all of them.</param>
/// <param name="Syncs">The number of their syncs to the disk.</param>
/// <param name="GrainCalls">
/// The calls that bring readings to goals, and contributions to the goals above; 0 for peers without grains.
/// </param>
/// <param name="AllocatedBytes">The managed memory that was allocated; 0 when it is not managed.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Syncs = 0, long GrainCalls = 0, long AllocatedBytes = 0)
{
    private const string WrittenField = "write_bytes:";

    /// <summary>Returns the usage of this process.</summary>
    public static Usage OfThisProcess(long syncs = 0, long grainCalls = 0) =>
        new(Environment.CpuUsage.TotalTime, syncs, grainCalls, GC.GetTotalAllocatedBytes());

    /// <summary>Returns the CPU time of a process that this one started.</summary>
    public static TimeSpan CpuOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Returns the bytes that a process has caused to be written to disks; 0 when the system does not tell.</summary>
    public static long BytesWrittenBy(Process process)
    {
        var file = $"/proc/{process.Id}/io";
        return File.Exists(file)
            ? long.Parse(File.ReadLines(file).First(line => line.StartsWith(WrittenField, StringComparison.Ordinal))[WrittenField.Length..], CultureInfo.InvariantCulture)
            : 0;
    }
}
