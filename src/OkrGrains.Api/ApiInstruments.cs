using System.Diagnostics.Metrics;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Contracts.V1;
using OkrGrains.Storage;

namespace OkrGrains.Api;

/// <summary>The metrics of the edge, under the meter <c>OkrGrains.Api</c>. <c>docs/metrics.md</c> describes each.</summary>
public sealed class ApiInstruments
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OkrGrains.Api";

    private readonly Counter<long> _received;
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _gaps;
    private readonly Histogram<double> _batch;
    private readonly Histogram<double> _freshness;
    private readonly Counter<long> _unmeasured;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private Quotas? _quotas;

    /// <summary>Creates the instruments.</summary>
    public ApiInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = HistogramBounds.Seconds };
        _received = meter.CreateCounter<long>("okrgrains.readings.received", "{reading}", "Readings received, duplicates included");
        _acknowledged = meter.CreateCounter<long>("okrgrains.readings.acknowledged", "{reading}", "Acknowledged readings that count");
        _rejected = meter.CreateCounter<long>("okrgrains.readings.rejected", "{reading}", "Rejected readings, by reason");
        _duplicates = meter.CreateCounter<long>("okrgrains.readings.duplicates", "{reading}", "Readings that were held already");
        _gaps = meter.CreateCounter<long>("okrgrains.batches.gaps", "{batch}", "Batches dropped since readings before them are missing");
        _batch = meter.CreateHistogram(
            "okrgrains.batches.duration", "s", "Time from decoding a batch until its readings are durable", tags: null, seconds);
        _freshness = meter.CreateHistogram(
            "okrgrains.freshness", "s", "Time from decoding a sampled batch until all goals above include it", tags: null, seconds);
        _unmeasured = meter.CreateCounter<long>(
            "okrgrains.freshness.failures", "{sample}", "Samples whose durable reading was not found in all goals above");
        _sent = meter.CreateCounter<long>("okrgrains.watches.goals_sent", "{goal}", "Goals sent to watchers");
        _failed = meter.CreateCounter<long>("okrgrains.calls.failed", "{call}", "Calls ended with an error, by method and reason");
        meter.CreateObservableUpDownCounter(
            "okrgrains.readings.in_flight", () => _quotas?.InFlight.Count ?? 0, "{reading}", "Readings of streams not acknowledged yet");
        meter.CreateObservableUpDownCounter(
            "okrgrains.streams.open", () => _quotas?.ReadingStreams.Total ?? 0, "{stream}", "Open readings streams");
        meter.CreateObservableUpDownCounter("okrgrains.watches.open", () => _quotas?.Watches.Total ?? 0, "{watch}", "Open watches");
    }

    /// <summary>True while freshness is collected. Otherwise it is not measured, since measuring costs calls to goals.</summary>
    internal bool WantsFreshness => _freshness.Enabled;

    internal void Received(int readings, long duplicates)
    {
        _received.Add(readings);
        if (duplicates > 0)
        {
            _duplicates.Add(duplicates);
        }
    }

    internal void Acknowledged(long readings) => _acknowledged.Add(readings);

    internal void Rejected(ErrorReason reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason.Word()));

    internal void Gap() => _gaps.Add(1);

    internal void Durable(TimeSpan elapsed) => _batch.Record(elapsed.TotalSeconds);

    internal void Fresh(TimeSpan elapsed) => _freshness.Record(elapsed.TotalSeconds);

    internal void NotFresh() => _unmeasured.Add(1);

    internal void Sent(int goals) => _sent.Add(goals);

    internal void Failed(string method, ErrorReason reason) =>
        _failed.Add(1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("reason", reason.Word()));

    internal void Observe(Quotas quotas) => _quotas = quotas;
}
