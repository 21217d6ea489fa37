using OkrGrains.Benchmarks.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Benchmarks.Peers.Grouped;

/// <summary>One batch of a producer.</summary>
/// <param name="Block">Its columns.</param>
/// <param name="TimeMillis">What the offsets of its readings count from.</param>
internal readonly record struct Batch(ReadingBlock Block, long TimeMillis)
{
    /// <summary>A reading in nano-units, as the engine takes it: rounded half to even, exactly. Readings of 0 to 10 fit many times over.</summary>
    public long Units(int index) => Nano.TryFromDouble(Block.Values[index], out var value)
        ? (long)value.Units
        : throw new InvalidOperationException($"{Block.Values[index]} is no reading.");
}
