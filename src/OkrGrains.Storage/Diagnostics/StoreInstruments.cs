using System.Diagnostics.Metrics;

namespace OkrGrains.Storage.Diagnostics;

/// <summary>
/// The measurements of the meter <c>OkrGrains.Storage</c>: <c>okrgrains.store.commit.duration</c> (s), <c>okrgrains.store.commit.writes</c>
/// and <c>okrgrains.store.commit.readings</c> (how many one transaction took; their counts are the number of commits),
/// <c>okrgrains.store.failures</c> by <c>reason</c>, and <c>okrgrains.store.checkpoint.duration</c> (s).
/// </summary>
public sealed class StoreInstruments : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OkrGrains.Storage";

    private readonly Meter meter;
    private readonly Histogram<double> duration;
    private readonly Histogram<int> writes;
    private readonly Histogram<int> readings;
    private readonly Histogram<double> checkpoint;
    private readonly Counter<long> failures;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Where meters are made; null for a meter of its own.</param>
    public StoreInstruments(IMeterFactory? factory = null)
    {
        meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        duration = meter.CreateHistogram<double>("okrgrains.store.commit.duration", "s", "From the first write of a commit until it is durable.");
        writes = meter.CreateHistogram<int>("okrgrains.store.commit.writes", "{write}", "Writes that one commit made durable.");
        readings = meter.CreateHistogram<int>("okrgrains.store.commit.readings", "{reading}", "Readings that one commit made durable.");
        checkpoint = meter.CreateHistogram<double>("okrgrains.store.checkpoint.duration", "s", "Copying the log into the database file.");
        failures = meter.CreateCounter<long>("okrgrains.store.failures", "{commit}", "Commits that failed, by reason.");
    }

    internal Meter Meter => meter;

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void Committed(TimeSpan elapsed, int writeCount, int readingCount)
    {
        duration.Record(elapsed.TotalSeconds);
        writes.Record(writeCount);
        readings.Record(readingCount);
    }

    internal void CheckpointMade(TimeSpan elapsed) => checkpoint.Record(elapsed.TotalSeconds);

    internal void Failed(StoreUnavailableReason reason) =>
        failures.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
