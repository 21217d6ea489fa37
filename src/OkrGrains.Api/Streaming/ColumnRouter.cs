using Google.Protobuf;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Streaming;

/// <summary>Checks the readings of a batch and adds them to a buffer for their goals, in one pass over the columns.</summary>
internal static class ColumnRouter
{
    /// <param name="batch">The batch, whose columns have equal length.</param>
    /// <param name="from">The index of the first reading that is new.</param>
    /// <param name="handles">The handles of the stream.</param>
    /// <param name="buffer">Receives the readings that keep to the rules.</param>
    /// <returns>The others; null for none.</returns>
    public static List<RejectedReading>? Route(ReadingBatch batch, int from, HandleTable handles, ReadingBuffer buffer)
    {
        ReadOnlySpan<uint> goals = UnsafeCollectionOperations.AsSpan(batch.Handles)[from..];
        ReadOnlySpan<double> values = UnsafeCollectionOperations.AsSpan(batch.Values)[from..][..goals.Length];
        ReadOnlySpan<int> offsets = UnsafeCollectionOperations.AsSpan(batch.TimeOffsetsMillis);
        offsets = offsets.IsEmpty ? offsets : offsets[from..][..goals.Length];
        var sequence = batch.FirstSequence + from;
        var start = batch.BaseTimeMillis;
        var anyTime = Times.HoldsAnyOffset(start);
        List<RejectedReading>? rejected = null;
        for (var i = 0; i < goals.Length; i++, sequence++)
        {
            var route = handles.Find(goals[i]);
            var offset = offsets.IsEmpty ? 0 : offsets[i];
            var time = new Instant(unchecked(start + offset));
            if (!route.IsOpen)
            {
                (rejected ??= []).Add(new RejectedReading(sequence, route.Refused));
            }
            else if (!ReadingRules.IsValue(values[i]))
            {
                (rejected ??= []).Add(new RejectedReading(sequence, ErrorReason.ValueOutOfRange));
            }
            else if (!anyTime && !Times.TryFromMillis(start, offset, out time))
            {
                (rejected ??= []).Add(new RejectedReading(sequence, ErrorReason.TimeOutOfRange));
            }
            else
            {
                buffer.Add(route.Sender, time, values[i], sequence);
            }
        }

        return rejected;
    }
}
