using OkrGrains.Model.Numbers;

namespace OkrGrains.Load.Workloads;

/// <summary>
/// The readings of one producer: a number of blocks that are drawn once and sent in turn again and again. So the number of batches sent
/// tells exactly which readings were sent.
/// </summary>
internal sealed class ReadingBlocks
{
    private const int Most = 256;
    private const int MostReadings = 256 * 1024;

    private readonly Int128[][] _sums;

    public ReadingBlocks(Workload workload, int producer, int seed)
    {
        var random = new Random((seed * 1_000) + producer);
        var draw = KpiDraw.Of(workload, seed);
        var count = Math.Clamp(MostReadings / workload.BatchReadings, 1, Most);
        Blocks = [.. Enumerable.Range(0, count).Select(_ => ReadingBlock.Draw(workload.BatchReadings, draw, random))];
        Kpis = workload.Tree.Kpis;
        _sums = [.. Blocks.Select(SumsOf)];
    }

    public IReadOnlyList<ReadingBlock> Blocks { get; }

    public int Kpis { get; }

    public ReadingBlock this[long batch] => Blocks[(int)(batch % Blocks.Count)];

    /// <summary>Adds the sums of the first <paramref name="batches"/> batches, for each KPI.</summary>
    public void AddTo(Span<Int128> sums, long batches)
    {
        for (var block = 0; block < Blocks.Count; block++)
        {
            var times = (batches / Blocks.Count) + (block < batches % Blocks.Count ? 1 : 0);
            var kpis = Blocks[block].Kpis;
            for (var i = 0; i < kpis.Length; i++)
            {
                sums[kpis[i]] += _sums[block][i] * times;
            }
        }
    }

    private static Int128[] SumsOf(ReadingBlock block) => [.. block.Values.Select(value =>
        Nano.TryFromDouble(value, out var nano) ? nano.Units : throw new InvalidOperationException($"{value} is no reading."))];
}

/// <summary>The columns of one batch.</summary>
/// <param name="Kpis">The KPI of each reading.</param>
/// <param name="Values">The value of each reading, from 0 to 10 with all digits of a double.</param>
/// <param name="Offsets">The time of each reading in milliseconds after the time of the batch, rising.</param>
internal sealed record ReadingBlock(int[] Kpis, double[] Values, int[] Offsets)
{
    public static ReadingBlock Draw(int count, KpiDraw draw, Random random) => new(
        [.. Enumerable.Range(0, count).Select(_ => draw.Next(random))],
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 10)],
        [.. Enumerable.Range(0, count)]);
}
