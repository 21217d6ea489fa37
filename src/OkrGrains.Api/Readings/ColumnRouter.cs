using Google.Protobuf;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Readings;

/// <summary>Brings the readings of a batch from its columns on their way, in one pass.</summary>
internal static class ColumnRouter
{
    /// <param name="batch">Its columns are of equal length.</param>
    /// <param name="from">The index of the first reading that is new.</param>
    /// <param name="handles">Tells where to.</param>
    /// <param name="draft">Takes those that keep to the rules.</param>
    /// <returns>The others; null for none.</returns>
    public static List<RejectedReading>? Route(ReadingBatch batch, int from, HandleTable handles, ReadingDraft draft)
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
                draft.Add(route.Lane, time, values[i], sequence);
            }
        }

        return rejected;
    }
}
