using System.Diagnostics.Metrics;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api;

/// <summary>The edge's measurements, under the meter <c>OkrGrains.Api</c>.</summary>
public sealed class ApiInstruments
{
    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _sent;

    /// <summary>Makes the instruments.</summary>
    public ApiInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create("OkrGrains.Api");
        _received = _meter.CreateCounter<long>("okrgrains.readings.received", "{reading}", "Readings that came in, duplicates included");
        _acknowledged = _meter.CreateCounter<long>("okrgrains.readings.acknowledged", "{reading}", "Readings of streams acknowledged");
        _rejected = _meter.CreateCounter<long>("okrgrains.readings.rejected", "{reading}", "Readings that never count, by reason");
        _duplicates = _meter.CreateCounter<long>("okrgrains.readings.duplicates", "{reading}", "Readings that were held already");
        _gaps = _meter.CreateCounter<long>("okrgrains.readings.gaps", "{batch}", "Batches dropped since readings before them are missing");
        _sent = _meter.CreateCounter<long>("okrgrains.watches.goals_sent", "{goal}", "Goals sent to watchers");
    }

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

    internal void Sent(int goals) => _sent.Add(goals);

    internal void Observe(OpenCalls calls)
    {
        _meter.CreateObservableUpDownCounter("okrgrains.streams.open", () => calls.Readings.Taken, "{stream}", "Open streams of readings");
        _meter.CreateObservableUpDownCounter("okrgrains.watches.open", () => calls.Watches.Taken, "{watch}", "Open watches");
    }
}
