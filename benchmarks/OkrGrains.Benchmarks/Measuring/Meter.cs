using System.Text.Json.Serialization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>What has been used up to an instant.</summary>
internal readonly record struct Meter(long Ticks, Usage Servers, TimeSpan LoadCpu, long Readings)
{
    /// <summary>Reads the clocks of this process; those of the ones that serve it have just been read.</summary>
    public static Meter Read(Usage servers, long readings) =>
        new(TimeProvider.System.GetTimestamp(), servers, Environment.CpuUsage.TotalTime, readings);

    /// <summary>Reads the clocks where the process that sends is also the one that serves.</summary>
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

/// <summary>What was measured in one run.</summary>
/// <param name="Readings">Acknowledged in the time.</param>
/// <param name="Seconds">The time.</param>
/// <param name="ServerCpuSeconds">Of the serving processes; that of the only process where the peer runs in the one that sends.</param>
/// <param name="LoadCpuSeconds">Of the process that sends; 0 where that is the serving one.</param>
/// <param name="Syncs">How often the disk was made to keep something.</param>
/// <param name="GrainCalls">Of the engine; 0 where there are none.</param>
/// <param name="AllocatedBytes">Managed memory that the serving process allocated; 0 where it has none.</param>
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
