namespace OkrGrains.Load.Workloads;

/// <summary>
/// Draws KPIs, uniformly or by a Zipf distribution. The latter draws from a shuffled order, so that busy KPIs are spread over the tree.
/// </summary>
internal sealed class KpiDraw
{
    private readonly int[] _order;
    private readonly double[]? _cumulated;

    private KpiDraw(int kpis, double skew, int seed)
    {
        _order = [.. Enumerable.Range(0, kpis)];
        if (skew == 0)
        {
            return;
        }

        new Random(seed).Shuffle(_order);
        var sum = 0d;
        _cumulated = [.. Enumerable.Range(1, kpis).Select(rank => sum += Math.Pow(rank, -skew))];
    }

    public static KpiDraw Of(Workload workload, int seed) => new(workload.Tree.Kpis, workload.Skew, seed);

    public int Next(Random random)
    {
        if (_cumulated is null)
        {
            return random.Next(_order.Length);
        }

        var found = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return _order[Math.Min(found < 0 ? ~found : found, _order.Length - 1)];
    }
}
