using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>The readings of a call that the goal does not hold yet.</summary>
/// <param name="Stored">As they are kept.</param>
/// <param name="Measured">As they are measured, in the same order.</param>
/// <param name="Producers">What the goal holds with them.</param>
/// <param name="Fenced">Producers of which some came from an older epoch than the goal has seen.</param>
internal readonly record struct FreshReadings(
    StoredReading[] Stored, Reading[] Measured, ProducerMarks Producers, ImmutableArray<ProducerEpoch> Fenced)
{
    public static FreshReadings Of(ImmutableArray<SentReading> readings, ProducerMarks held)
    {
        var stored = new StoredReading[readings.Length];
        var count = 0;
        ImmutableArray<ProducerEpoch> fenced = [];
        for (var i = 0; i < readings.Length; i++)
        {
            var reading = readings[i];
            var mark = held[reading.Producer];
            if (mark is { } older && reading.Epoch < older.Epoch)
            {
                var newer = new ProducerEpoch(older.Producer, older.Epoch);
                fenced = fenced.Contains(newer) ? fenced : fenced.Add(newer);
            }
            else if (mark is null || reading.Sequence > mark.Value.LastSequence)
            {
                held = held.With(new ProducerMark(reading.Producer, reading.Epoch, reading.Sequence));
                stored[count++] = new StoredReading(reading.Time, reading.Value, reading.Producer, reading.Sequence);
            }
        }

        Array.Resize(ref stored, count);
        return new(stored, ToMeasure(stored), held, fenced);
    }

    /// <summary>Fixes readings to nano-units (goal-model §2); the edge has refused what cannot be.</summary>
    public static Reading[] ToMeasure(ReadOnlySpan<StoredReading> stored)
    {
        var measured = new Reading[stored.Length];
        for (var i = 0; i < stored.Length; i++)
        {
            measured[i] = Nano.TryFromDouble(stored[i].Value, out var value)
                ? new Reading(stored[i].Time, value)
                : throw new ArgumentOutOfRangeException(nameof(stored), stored[i].Value, "No reading has this value.");
        }

        return measured;
    }
}
