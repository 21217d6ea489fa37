using System.Diagnostics.Metrics;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage;

/// <summary>The metrics of the store, under the meter <c>OkrGrains.Storage</c>. <c>docs/metrics.md</c> describes each.</summary>
public sealed class StoreInstruments : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OkrGrains.Storage";

    private static readonly KeyValuePair<string, object?> Log = new("file", "log");
    private static readonly KeyValuePair<string, object?> Watermark = new("file", "watermark");

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _writes;
    private readonly Histogram<int> _readings;
    private readonly Histogram<double> _sync;
    private readonly Counter<long> _written;
    private readonly Histogram<double> _checkpoint;
    private readonly Counter<long> _failures;
    private Func<int>? _queued;
    private Func<long>? _space;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The factory that creates the meter; null to create one directly.</param>
    public StoreInstruments(IMeterFactory? factory = null)
    {
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = HistogramBounds.Seconds };
        var counts = new InstrumentAdvice<int> { HistogramBucketBoundaries = HistogramBounds.Counts };
        _meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        _duration = _meter.CreateHistogram(
            "okrgrains.store.commit.duration", "s", "From the first write of a commit until it is durable", tags: null, seconds);
        _writes = _meter.CreateHistogram(
            "okrgrains.store.commit.writes", "{write}", "Writes that one commit made durable", tags: null, counts);
        _readings = _meter.CreateHistogram(
            "okrgrains.store.commit.readings", "{reading}", "Readings that one commit made durable", tags: null, counts);
        _sync = _meter.CreateHistogram(
            "okrgrains.store.sync.duration", "s", "Waits of commits for the disk, by file", tags: null, seconds);
        _written = _meter.CreateCounter<long>("okrgrains.store.written", "By", "Pages written to the log");
        _checkpoint = _meter.CreateHistogram(
            "okrgrains.store.checkpoint.duration", "s", "Copying the log into the database file", tags: null, seconds);
        _failures = _meter.CreateCounter<long>("okrgrains.store.failures", "{commit}", "Commits that failed, by reason");
        _meter.CreateObservableUpDownCounter(
            "okrgrains.store.queue.writes", () => Volatile.Read(ref _queued)?.Invoke() ?? 0, "{write}", "Writes that wait for the writer");
        _meter.CreateObservableUpDownCounter("okrgrains.store.space", Space, "By", "Bytes that the store has left on its disk");
    }

    internal Meter Meter => _meter;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Sets the source of the number of waiting writes. Only the store that was opened last is shown.</summary>
    internal void Observe(Func<int> queued) => Volatile.Write(ref _queued, queued);

    /// <summary>Sets the source of the room that is left. Only the store that was opened last is shown.</summary>
    internal void ObserveSpace(Func<long> left) => Volatile.Write(ref _space, left);

    internal void Committed(TimeSpan elapsed, int writeCount, int readingCount)
    {
        _duration.Record(elapsed.TotalSeconds);
        _writes.Record(writeCount);
        _readings.Record(readingCount);
    }

    internal void Synced(SyncedFile file, TimeSpan elapsed) =>
        _sync.Record(elapsed.TotalSeconds, file == SyncedFile.Log ? Log : Watermark);

    internal void Written(long bytes) => _written.Add(bytes);

    internal void CheckpointMade(TimeSpan elapsed) => _checkpoint.Record(elapsed.TotalSeconds);

    internal void Failed(StoreUnavailableReason reason) =>
        _failures.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString().ToUpperInvariant()));

    private IEnumerable<Measurement<long>> Space() => Volatile.Read(ref _space) is { } left ? [new Measurement<long>(left())] : [];
}
