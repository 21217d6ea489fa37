using OkrGrains.Load.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Benchmarks.Peers.Grouped;

/// <summary>One batch of a producer.</summary>
/// <param name="Block">The columns of the batch.</param>
/// <param name="TimeMillis">The base of the times of its readings, in Unix milliseconds.</param>
internal readonly record struct Batch(ReadingBlock Block, long TimeMillis)
{
    /// <summary>
    /// Returns a reading in nano-units, rounded exactly and half to even, as the engine does. Readings from 0 to 10 fit easily.
    /// </summary>
    public long Units(int index) => Nano.TryFromDouble(Block.Values[index], out var value)
        ? (long)value.Units
        : throw new InvalidOperationException($"{Block.Values[index]} is no reading.");
}
