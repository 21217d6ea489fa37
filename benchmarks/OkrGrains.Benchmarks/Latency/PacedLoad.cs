using OkrGrains.Benchmarks.Peers;
using OkrGrains.Load;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// All producers of a run, each on a schedule of its own. The first one marks its batches, and the marks tell the freshness of the root.
/// </summary>
internal sealed class PacedLoad
{
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(1);

    private readonly PacedProducer[] _producers;
    private readonly long _batches;
    private readonly int _markEvery;

    public PacedLoad(Run run, double perSecond, Connections connections)
    {
        var workload = run.Workload;
        var interval = TimeSpan.FromSeconds(workload.BatchReadings * workload.Producers / perSecond);
        _batches = (long)((run.Durations.WarmUp + run.Durations.Measured) / interval);
        _markEvery = (int)(_batches / MarkedTree.Most) + 1;
        Start = TimeProvider.System.GetTimestamp() + Ticks(Opening);
        var phase = Ticks(interval) / workload.Producers;
        _producers = [.. Enumerable.Range(0, workload.Producers).Select(producer =>
            new PacedProducer(connections[producer], workload, producer, run.Seed, new(Start + (producer * phase), interval)))];
    }

    /// <summary>The timestamp of the first batch.</summary>
    public long Start { get; }

    /// <summary>The number of readings of the marker that were sent.</summary>
    public int Marks => _producers[0].Marked.Count;

    /// <summary>Sends everything on schedule, and ends once all of it is durable.</summary>
    public Task SendAsync() =>
        Task.WhenAll(_producers.Select((producer, index) => Task.Run(() => producer.RunAsync(_batches, index == 0 ? _markEvery : 0))));

    /// <summary>Returns the freshness of the marks in a part of the run, from one share of it to another.</summary>
    public Percentiles Freshness(RootWatch watch, double from, double to = 1) => new(
        Part([.. _producers[0].Marked.Zip(watch.Held, (sent, held) => TimeProvider.System.GetElapsedTime(sent, held))], from, to));

    /// <summary>Returns how late the batches in a part of the run were sent.</summary>
    public Percentiles Late(double from, double to = 1) => new(_producers.SelectMany(producer => Part(producer.Late, from, to)));

    private static IEnumerable<TimeSpan> Part(List<TimeSpan> all, double from, double to) =>
        all.Take((int)(all.Count * to)).Skip((int)(all.Count * from));

    private static long Ticks(TimeSpan duration) => (long)(duration.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
