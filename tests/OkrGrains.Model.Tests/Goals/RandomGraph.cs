namespace OkrGrains.Model.Tests.Goals;

/// <summary>The edges of a small random graph: half of the graphs have no cycle, and every graph may have parallel edges.</summary>
internal static class RandomGraph
{
    private const int Size = 9;

    public static IReadOnlyList<int> Goals { get; } = [.. Enumerable.Range(1, Size)];

    public static IReadOnlyList<Edge> Of(int seed)
    {
        var random = new Random(seed);
        var order = Goals.ToArray();
        random.Shuffle(order);
        var isOrdered = seed % 2 == 0;
        var edges = new List<Edge>();
        for (var left = random.Next(3 * Size); left > 0; left--)
        {
            var (from, to) = (random.Next(Size), random.Next(Size));
            if (from != to || !isOrdered)
            {
                var goesUp = from < to || !isOrdered;
                edges.Add(new Edge(order[goesUp ? from : to], order[goesUp ? to : from], edges.Count));
            }
        }

        return edges;
    }

    /// <param name="From">The goal below.</param>
    /// <param name="To">The goal above.</param>
    /// <param name="Number">The number of the edge, which tells parallel edges apart.</param>
    internal readonly record struct Edge(int From, int To, int Number)
    {
        public override string ToString() => $"{From}→{To}";
    }
}
