using System.Text.Json.Serialization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>The resources used up to an instant.</summary>
internal readonly record struct Meter(long Ticks, Usage Servers, TimeSpan LoadCpu, long Readings)
{
    /// <summary>Reads the clocks of this process, next to a usage of the serving processes that was just read.</summary>
    public static Meter Read(Usage servers, long readings) =>
        new(TimeProvider.System.GetTimestamp(), servers, Environment.CpuUsage.TotalTime, readings);

    /// <summary>Reads the clocks when this process both sends and serves.</summary>
    public static Meter ReadAlone(long syncs, long readings) =>
        new(TimeProvider.System.GetTimestamp(), Usage.OfThisProcess(syncs), TimeSpan.Zero, readings);

    public static Rate operator -(Meter after, Meter before) => new(
        after.Readings - before.Readings,
        TimeProvider.System.GetElapsedTime(before.Ticks, after.Ticks).TotalSeconds,
        (after.Servers.Cpu - before.Servers.Cpu).TotalSeconds,
        (after.LoadCpu - before.LoadCpu).TotalSeconds,
        after.Servers.Syncs - before.Servers.Syncs,
        after.Servers.GrainCalls - before.Servers.GrainCalls,
        after.Servers.AllocatedBytes - before.Servers.AllocatedBytes);
}

/// <summary>The measurements of one run.</summary>
/// <param name="Readings">The readings acknowledged in the measured time.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="ServerCpuSeconds">
/// The CPU time of the serving processes, or of the only process when the peer runs in the sending one.
/// </param>
/// <param name="LoadCpuSeconds">The CPU time of the sending process; 0 when it also serves.</param>
/// <param name="Syncs">The number of syncs to the disk.</param>
/// <param name="GrainCalls">The grain calls of the engine; 0 for other peers.</param>
/// <param name="AllocatedBytes">The managed memory that the serving process allocated; 0 when it is not managed.</param>
internal sealed record Rate(
    long Readings, double Seconds, double ServerCpuSeconds, double LoadCpuSeconds, long Syncs, long GrainCalls, long AllocatedBytes)
{
    [JsonIgnore]
    public double PerSecond => Readings / Seconds;

    [JsonIgnore]
    public double ServerCpuPerMillion => ServerCpuSeconds * 1e6 / Readings;

    [JsonIgnore]
    public double CpuPerMillion => (ServerCpuSeconds + LoadCpuSeconds) * 1e6 / Readings;

    [JsonIgnore]
    public double SyncsPerSecond => Syncs / Seconds;

    [JsonIgnore]
    public double GrainCallsPerThousand => GrainCalls * 1e3 / Readings;

    [JsonIgnore]
    public double AllocatedPerReading => (double)AllocatedBytes / Readings;
}
