using OkrGrains.Load.Workloads;

namespace OkrGrains.Load;

/// <summary>Batches of one size that are encoded once and sent in turn, by one producer or by many.</summary>
internal sealed class LoadBatches
{
    private readonly ReadOnlyMemory<byte>[] _columns;

    public LoadBatches(IReadOnlyList<ReadingBlock> blocks)
    {
        Readings = blocks[0].Kpis.Length;
        Kpis = [.. blocks.SelectMany(block => block.Kpis).Distinct().Order()];
        _columns = [.. blocks.Select(BatchMessage.Encode)];
    }

    /// <summary>The number of readings in each batch.</summary>
    public int Readings { get; }

    /// <summary>The numbers of the KPIs that the readings are for, which are also the handles.</summary>
    public int[] Kpis { get; }

    /// <summary>
    /// Returns the batch at an index of a stream, counted from 0. Every reading of the batches before it has a lower sequence.
    /// </summary>
    public BatchMessage Of(long batch, long baseTimeMillis) =>
        BatchMessage.Of((batch * Readings) + 1, baseTimeMillis + batch, _columns[batch % _columns.Length]);
}
