using System.Diagnostics;
using System.Text.Json.Serialization;

namespace OkrGrains.Benchmarks.Measuring;

/// <summary>What has been used up to an instant.</summary>
internal readonly record struct Meter(long Ticks, TimeSpan ServerCpu, TimeSpan LoadCpu)
{
    public long Readings { get; init; }

    /// <summary>Reads the clocks of this process, and of the ones that serve it.</summary>
    public static Meter Read(params IEnumerable<Process> servers)
    {
        var cpu = TimeSpan.Zero;
        foreach (var server in servers)
        {
            server.Refresh();
            cpu += server.TotalProcessorTime;
        }

        return new(TimeProvider.System.GetTimestamp(), cpu, Environment.CpuUsage.TotalTime);
    }

    public static Rate operator -(Meter after, Meter before) => new(
        after.Readings - before.Readings,
        TimeProvider.System.GetElapsedTime(before.Ticks, after.Ticks).TotalSeconds,
        (after.ServerCpu - before.ServerCpu).TotalSeconds,
        (after.LoadCpu - before.LoadCpu).TotalSeconds);
}

/// <summary>What was measured in one run.</summary>
/// <param name="Readings">Acknowledged in the time.</param>
/// <param name="Seconds">The time.</param>
/// <param name="ServerCpuSeconds">Of the serving processes; 0 when there is none.</param>
/// <param name="LoadCpuSeconds">Of the process that sends.</param>
internal sealed record Rate(long Readings, double Seconds, double ServerCpuSeconds, double LoadCpuSeconds)
{
    [JsonIgnore]
    public double PerSecond => Readings / Seconds;

    [JsonIgnore]
    public double ServerCpuPerMillion => ServerCpuSeconds * 1e6 / Readings;

    [JsonIgnore]
    public double CpuPerMillion => (ServerCpuSeconds + LoadCpuSeconds) * 1e6 / Readings;
}
