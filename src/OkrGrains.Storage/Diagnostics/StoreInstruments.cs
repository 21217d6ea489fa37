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

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _writes;
    private readonly Histogram<int> _readings;
    private readonly Histogram<double> _checkpoint;
    private readonly Counter<long> _failures;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Where meters are made; null for a meter of its own.</param>
    public StoreInstruments(IMeterFactory? factory = null)
    {
        _meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        _duration = _meter.CreateHistogram<double>("okrgrains.store.commit.duration", "s", "From the first write of a commit until it is durable.");
        _writes = _meter.CreateHistogram<int>("okrgrains.store.commit.writes", "{write}", "Writes that one commit made durable.");
        _readings = _meter.CreateHistogram<int>("okrgrains.store.commit.readings", "{reading}", "Readings that one commit made durable.");
        _checkpoint = _meter.CreateHistogram<double>("okrgrains.store.checkpoint.duration", "s", "Copying the log into the database file.");
        _failures = _meter.CreateCounter<long>("okrgrains.store.failures", "{commit}", "Commits that failed, by reason.");
    }

    internal Meter Meter => _meter;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Committed(TimeSpan elapsed, int writeCount, int readingCount)
    {
        _duration.Record(elapsed.TotalSeconds);
        _writes.Record(writeCount);
        _readings.Record(readingCount);
    }

    internal void CheckpointMade(TimeSpan elapsed) => _checkpoint.Record(elapsed.TotalSeconds);

    internal void Failed(StoreUnavailableReason reason) =>
        _failures.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
