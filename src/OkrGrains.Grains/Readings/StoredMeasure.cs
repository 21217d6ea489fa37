using System.Buffers;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>Adds readings to tallies, in the form in which they are stored.</summary>
internal static class StoredMeasure
{
    /// <summary>Returns the tallies with more readings, at the same instant.</summary>
    public static MeasureState With(this MeasureState measured, ReadOnlySpan<StoredReading> stored) => measured.AdvanceWith(stored, measured.At)!;

    /// <summary>Returns the tallies at a later instant and with more readings; null when that does not follow from what is kept.</summary>
    public static MeasureState? AdvanceWith(this MeasureState measured, ReadOnlySpan<StoredReading> stored, Instant at)
    {
        var readings = ArrayPool<Reading>.Shared.Rent(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            readings[i] = stored[i].ToMeasure();
        }

        var next = measured.AdvanceWith(readings.AsSpan(0, stored.Length), at);
        ArrayPool<Reading>.Shared.Return(readings);
        return next;
    }

    /// <summary>Converts a reading to nano-units (goal-model §2). The gRPC edge has refused values that cannot be converted.</summary>
    public static Reading ToMeasure(this in StoredReading stored) => Nano.TryFromDouble(stored.Value, out var value)
        ? new Reading(stored.Time, value)
        : throw new ArgumentOutOfRangeException(nameof(stored), stored.Value, "No reading has this value.");
}
