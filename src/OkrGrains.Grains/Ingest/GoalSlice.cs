using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>The readings of one ingest batch for one goal, in the order in which they are sent.</summary>
/// <param name="Readings">The readings.</param>
/// <param name="BatchOf">The index of each reading's pending batch, for <paramref name="Outcomes"/>.</param>
/// <param name="Streams">The streams that the readings came from, each producer once.</param>
/// <param name="Outcomes">Takes the outcome of the readings.</param>
internal readonly record struct GoalSlice(
    ReadOnlyMemory<StoredReading> Readings, ReadOnlyMemory<int> BatchOf, ImmutableArray<ProducerEpoch> Streams, BatchOutcomes Outcomes)
{
    public int Count => Readings.Length;

    /// <summary>Returns the same readings in arrays of their own.</summary>
    public GoalSlice Copy() => this with { Readings = Readings.ToArray(), BatchOf = BatchOf.ToArray() };

    /// <summary>Returns the readings of some of the streams. They are not copied if those are all streams.</summary>
    public GoalSlice Where(Func<ProducerEpoch, bool> predicate)
    {
        ImmutableArray<ProducerEpoch> streams = [.. Streams.Where(predicate)];
        if (streams.Length == Streams.Length)
        {
            return this;
        }

        // The usual answer when few streams are asked for. It is given under the lock of a sender, so nothing is searched for it.
        if (streams.IsEmpty)
        {
            return new GoalSlice(default, default, [], Outcomes);
        }

        var (readings, batchOf) = (new List<StoredReading>(), new List<int>());
        for (var i = 0; i < Count; i++)
        {
            var batch = BatchOf.Span[i];
            if (streams.Contains(Outcomes.StreamOf(batch)))
            {
                readings.Add(Readings.Span[i]);
                batchOf.Add(batch);
            }
        }

        return new GoalSlice(readings.ToArray(), batchOf.ToArray(), streams, Outcomes);
    }
}
