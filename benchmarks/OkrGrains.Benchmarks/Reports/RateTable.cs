using OkrGrains.Benchmarks.Measuring;

namespace OkrGrains.Benchmarks.Reports;

/// <summary>A table of all peers' runs, as Markdown. The ratio is the engine's rate over the peer's, pair by pair.</summary>
internal static class RateTable
{
    public static IEnumerable<string> Lines(IReadOnlyDictionary<string, List<Rate>> runs, string engine)
    {
        yield return "| peer | readings/s: median (range) | engine ÷ peer | CPU s per million, server | both sides | runs |";
        yield return "|---|---|---|---|---|---|";
        foreach (var (peer, rates) in runs)
        {
            var ratio = Spread.Of(runs[engine].Zip(rates, (ours, theirs) => ours.PerSecond / theirs.PerSecond));
            yield return $"| {peer} | {Spread.Of(rates.Select(rate => rate.PerSecond)).Format("N0")} | {ratio.Format("F3")} "
                + $"| {Spread.Of(rates.Select(rate => rate.ServerCpuPerMillion)).Format("F3")} "
                + $"| {Spread.Of(rates.Select(rate => rate.CpuPerMillion)).Format("F3")} | {rates.Count} |";
        }
    }
}
