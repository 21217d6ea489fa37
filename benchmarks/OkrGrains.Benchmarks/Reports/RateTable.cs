using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;

namespace OkrGrains.Benchmarks.Reports;

/// <summary>Formats the runs of all contestants as a Markdown table. Ratios are formed pair by pair, from runs of the same round.</summary>
internal static class RateTable
{
    /// <summary>The distance from 1 below which a ratio counts as noise, unless there are enough pairs.</summary>
    private const double NearRatio = 0.25;

    private const int EnoughPairs = 15;

    public static IEnumerable<string> Lines(IReadOnlyList<Contestant> contestants, IReadOnlyDictionary<Contestant, List<Rate>> runs)
    {
        if (contestants.Count == 0)
        {
            yield break;
        }

        foreach (var contestant in contestants)
        {
            yield return $"- {contestant.Name}: {contestant.Workload.Describe()}; {contestant.Peer.Settings}";
        }

        var first = contestants[0];
        yield return "";
        yield return $"| | readings/s | {first.Name} ÷ this | CPU s per million, server | both sides | fsyncs/s | readings an fsync | grain calls per 1,000 | bytes allocated a reading, server | runs |";
        yield return "|---|---|---|---|---|---|---|---|---|---|";
        var near = false;
        foreach (var (contestant, rates) in contestants.Select(contestant => (contestant, runs[contestant])))
        {
            var ratio = Spread.Of(runs[first].Zip(rates, (ours, theirs) => ours.PerSecond / theirs.PerSecond));
            near |= contestant != first && rates.Count < EnoughPairs && ratio.Median is > 1 - NearRatio and < 1 + NearRatio;
            yield return Row(contestant.Name, ratio, rates);
        }

        if (near)
        {
            yield return "";
            yield return $"Ratios between {1 - NearRatio} and {1 + NearRatio} of fewer than {EnoughPairs} pairs are not told from 1.";
        }
    }

    private static string Row(string name, Spread ratio, List<Rate> rates)
    {
        string[] cells =
        [
            name,
            Of(rates, rate => rate.PerSecond, "N0"),
            ratio.Format("F3"),
            Of(rates, rate => rate.ServerCpuPerMillion, "F3"),
            Of(rates, rate => rate.CpuPerMillion, "F3"),
            OfThoseWith(rates, rate => rate.Syncs, rate => rate.SyncsPerSecond, "N0"),
            OfThoseWith(rates, rate => rate.Syncs, rate => (double)rate.Readings / rate.Syncs, "N0"),
            OfThoseWith(rates, rate => rate.GrainCalls, rate => rate.GrainCallsPerThousand, "F1"),
            OfThoseWith(rates, rate => rate.AllocatedBytes, rate => rate.AllocatedPerReading, "F1"),
            $"{rates.Count}",
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string OfThoseWith(List<Rate> rates, Func<Rate, long> has, Func<Rate, double> figure, string format) =>
        rates.TrueForAll(rate => has(rate) > 0) ? Of(rates, figure, format) : "–";

    private static string Of(IEnumerable<Rate> rates, Func<Rate, double> figure, string format) => Spread.Of(rates.Select(figure)).Format(format);
}
