using System.Collections.Immutable;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Readings;

/// <summary>The readings of one unary write, and the answer to it.</summary>
internal sealed class ReadingWrite
{
    private readonly List<WrittenReadingRejection> _rejections = [];
    private readonly int[] _indexes;
    private readonly int _count;
    private readonly ApiInstruments _instruments;

    public ReadingWrite(IReadOnlyList<Reading> readings, WorkspaceDirectory directory, IngestGateway gateway, ApiInstruments instruments)
    {
        _instruments = instruments;
        _count = readings.Count;
        instruments.Received(readings.Count, 0);
        var routed = new List<RoutedReading>(readings.Count);
        var indexes = new List<int>(readings.Count);
        for (var i = 0; i < readings.Count; i++)
        {
            var reading = readings[i];
            var at = reading.Time ?? throw ApiFault.BadRequest($"readings[{i}].time", "is missing");
            var route = GoalRoute.To(directory, gateway, reading.Goal);
            if (route.Sender is not { } sender)
            {
                Reject(i, route.Refused);
            }
            else if (!ReadingRules.IsValue(reading.Value))
            {
                Reject(i, ErrorReason.ValueOutOfRange);
            }
            else if (!Times.TryFromWire(at, out var time))
            {
                Reject(i, ErrorReason.TimeOutOfRange);
            }
            else
            {
                indexes.Add(i);
                routed.Add(new RoutedReading(sender, time, reading.Value, 0));
            }
        }

        Routed = [.. routed];
        _indexes = [.. indexes];
    }

    /// <summary>The readings that are sent to their goals. Their producer gives them consecutive sequences.</summary>
    public RoutedReading[] Routed { get; }

    /// <summary>Returns the answer, once the readings are durable.</summary>
    /// <param name="submitted">The outcome of the readings that were sent; null when there were none.</param>
    /// <param name="producer">The producer under which they were sent.</param>
    /// <param name="position">The position for the token when no readings were sent.</param>
    /// <param name="tokens">Makes the token.</param>
    public WriteReadingsResponse Answer(Submitted? submitted, string producer, long position, ReadTokens tokens)
    {
        foreach (var sequence in submitted?.NotTaken ?? [])
        {
            Reject(_indexes[sequence - Routed[0].Sequence], ErrorReason.TakesNoReadings);
        }

        _instruments.Acknowledged(Routed.Length - (submitted?.NotTaken.Length ?? 0));
        var response = new WriteReadingsResponse
        {
            Token = tokens.Of(submitted?.Position ?? position),
            Producer = Routed.Length == 0 ? "" : producer,
        };
        response.Sequences.Add(Sequences(submitted?.NotTaken ?? []));
        response.Rejections.Add(_rejections.OrderBy(rejection => rejection.Index));
        return response;
    }

    private long[] Sequences(ImmutableArray<long> notTaken)
    {
        var sequences = new long[_count];
        for (var i = 0; i < Routed.Length; i++)
        {
            sequences[_indexes[i]] = Routed[i].Sequence;
        }

        foreach (var sequence in notTaken)
        {
            sequences[_indexes[sequence - Routed[0].Sequence]] = 0;
        }

        return sequences;
    }

    private void Reject(int index, ErrorReason reason)
    {
        _instruments.Rejected(reason);
        _rejections.Add(
            new WrittenReadingRejection { Index = index, Reason = reason.Word(), Message = ReadingRules.Explain(reason) });
    }
}
