using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>The readings of a call that the goal does not hold yet.</summary>
/// <param name="Stored">As they are kept.</param>
/// <param name="Measured">As they are measured, in the same order.</param>
/// <param name="Producers">What the goal holds with them.</param>
/// <param name="Streams">The streams that brought them.</param>
/// <param name="Fenced">Producers of which some came from an older epoch than the newest that is known.</param>
internal readonly record struct FreshReadings(
    StoredReading[] Stored,
    Reading[] Measured,
    ProducerMarks Producers,
    ImmutableArray<ProducerEpoch> Streams,
    ImmutableArray<ProducerEpoch> Fenced)
{
    /// <param name="readings">By rising sequence of each producer.</param>
    /// <param name="held">What the goal holds.</param>
    /// <param name="newest">Epochs that the store has told of.</param>
    public static FreshReadings Of(ImmutableArray<SentReading> readings, ProducerMarks held, ImmutableArray<ProducerEpoch> newest)
    {
        var stored = new StoredReading[readings.Length];
        var count = 0;
        ImmutableArray<ProducerEpoch> streams = [];
        ImmutableArray<ProducerEpoch> fenced = [];
        for (var i = 0; i < readings.Length; i++)
        {
            var reading = readings[i];
            var mark = held[reading.Producer];
            var epoch = NewestOf(reading.Producer, mark, newest);
            if (reading.Epoch < epoch)
            {
                fenced = With(fenced, new ProducerEpoch(reading.Producer, epoch));
            }
            else if (mark is null || reading.Sequence > mark.Value.LastSequence)
            {
                held = held.With(new ProducerMark(reading.Producer, reading.Epoch, reading.Sequence));
                streams = With(streams, new ProducerEpoch(reading.Producer, reading.Epoch));
                stored[count++] = new StoredReading(reading.Time, reading.Value, reading.Producer, reading.Sequence);
            }
        }

        Array.Resize(ref stored, count);
        return new(stored, ToMeasure(stored), held.Trimmed(), streams, fenced);
    }

    private static long NewestOf(long producer, ProducerMark? mark, ImmutableArray<ProducerEpoch> newest)
    {
        var epoch = mark?.Epoch ?? 0;
        foreach (var known in newest)
        {
            epoch = known.Producer == producer && known.Epoch > epoch ? known.Epoch : epoch;
        }

        return epoch;
    }

    private static ImmutableArray<ProducerEpoch> With(ImmutableArray<ProducerEpoch> epochs, ProducerEpoch epoch) =>
        epochs.Contains(epoch) ? epochs : epochs.Add(epoch);

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
