using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;

namespace OkrGrains.Benchmarks.Reports;

/// <summary>A table of all peers' runs, as Markdown. The ratio is the first one's rate over the peer's, pair by pair.</summary>
internal static class RateTable
{
    public static IEnumerable<string> Lines(Run run, IReadOnlyList<IPeer> peers, IReadOnlyDictionary<string, List<Rate>> runs)
    {
        yield return FormattableString.Invariant($"{run.Workload.Describe()}; warm-up {run.Durations.WarmUp.TotalSeconds} s, measured ")
            + FormattableString.Invariant($"{run.Durations.Measured.TotalSeconds} s; runs interleaved, seed {run.Seed}; groups of {run.GroupReadings:N0} readings where the sender makes them. Medians (ranges).");
        yield return "";
        foreach (var peer in peers)
        {
            yield return $"- {peer.Name}: {peer.Settings}";
        }

        if (peers.Count == 0)
        {
            yield break;
        }

        var first = runs[peers[0].Name];
        yield return "";
        yield return $"| peer | readings/s | {peers[0].Name} ÷ peer | CPU s per million, server | both sides | fsyncs/s | readings an fsync | bytes allocated a reading, server | runs |";
        yield return "|---|---|---|---|---|---|---|---|---|";
        foreach (var (peer, rates) in peers.Select(peer => (peer.Name, runs[peer.Name])))
        {
            var synced = rates.All(rate => rate.Syncs > 0);
            var managed = rates.All(rate => rate.AllocatedBytes > 0);
            yield return $"| {peer} | {Of(rates, rate => rate.PerSecond, "N0")} "
                + $"| {Spread.Of(first.Zip(rates, (ours, theirs) => ours.PerSecond / theirs.PerSecond)).Format("F3")} "
                + $"| {Of(rates, rate => rate.ServerCpuPerMillion, "F3")} | {Of(rates, rate => rate.CpuPerMillion, "F3")} "
                + $"| {(synced ? Of(rates, rate => rate.SyncsPerSecond, "N0") : "–")} "
                + $"| {(synced ? Of(rates, rate => (double)rate.Readings / rate.Syncs, "N0") : "–")} "
                + $"| {(managed ? Of(rates, rate => rate.AllocatedPerReading, "F1") : "–")} | {rates.Count} |";
        }
    }

    private static string Of(IEnumerable<Rate> rates, Func<Rate, double> figure, string format) => Spread.Of(rates.Select(figure)).Format(format);
}
