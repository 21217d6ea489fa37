using System.Collections.Immutable;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Readings;

/// <summary>The readings of one unary write, and the answer to it.</summary>
internal sealed class ReadingWrite
{
    private readonly List<RejectedReading> _rejected = [];
    private readonly int[] _indexes;
    private readonly int _count;
    private readonly ApiInstruments _instruments;

    /// <param name="readings">The readings of the request.</param>
    /// <param name="directory">The goals of the workspace.</param>
    /// <param name="gateway">Sends the readings to their goals.</param>
    /// <param name="instruments">The metrics of the edge.</param>
    /// <param name="leaveOut">The numbers of the readings that are left out, because they were rejected before; null for none.</param>
    public ReadingWrite(
        IReadOnlyList<Reading> readings,
        WorkspaceDirectory directory,
        IngestGateway gateway,
        ApiInstruments instruments,
        IReadOnlySet<long>? leaveOut = null)
    {
        _instruments = instruments;
        _count = readings.Count;
        instruments.Received(readings.Count, 0);
        var routed = new List<RoutedReading>(readings.Count);
        var indexes = new List<int>(readings.Count);
        for (var i = 0; i < readings.Count; i++)
        {
            if (leaveOut?.Contains(i + 1) is true)
            {
                continue;
            }

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
                routed.Add(new RoutedReading(sender, time, reading.Value, i + 1));
            }
        }

        Routed = [.. routed];
        _indexes = [.. indexes];
    }

    /// <summary>
    /// The readings that are sent to their goals. The sequence of each is its number in the request, from 1, until a producer that is
    /// shared with other writes gives it one of its own.
    /// </summary>
    public RoutedReading[] Routed { get; }

    /// <summary>The readings that are rejected without being sent, by their numbers in the request.</summary>
    public ImmutableArray<RejectedRun> Rejected => FormerRejections.ToRuns(_rejected);

    /// <summary>Returns the rejection of a reading as it is sent.</summary>
    /// <param name="number">The number of the reading in the request, from 1.</param>
    /// <param name="reason">The reason.</param>
    public static WrittenReadingRejection ToWire(long number, ErrorReason reason) =>
        new() { Index = (int)number - 1, Reason = reason.Word(), Message = ReadingRules.Explain(reason) };

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
        response.Rejections.Add(
            _rejected.OrderBy(rejected => rejected.Sequence).Select(rejected => ToWire(rejected.Sequence, rejected.Reason)));
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
        _rejected.Add(new RejectedReading(index + 1, reason));
    }
}
