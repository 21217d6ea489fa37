using System.CommandLine;
using OkrGrains.Benchmarks.Reports;

namespace OkrGrains.Benchmarks.Starting;

/// <summary>Measures the cost of a full store: on disk, in memory, and at the start of the server.</summary>
internal static class StartCommand
{
    private const string Name = "start";

    public static Command Create()
    {
        var kpis = new Option<int>("--kpis") { Description = "KPIs, a power of ten, 100 or more.", DefaultValueFactory = _ => 100_000 };
        kpis.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var count && (count < 100 || Math.Log10(count) % 1 != 0))
            {
                result.AddError("--kpis is a power of ten, 100 or more.");
            }
        });
        var readings = new Option<long>("--readings") { Description = "Readings of history.", DefaultValueFactory = _ => 10_000_000 };
        var seed = new Option<int>("--seed") { Description = "Draws the readings.", DefaultValueFactory = _ => 1 };
        var starts = new Option<int>("--starts") { Description = "How often the server is started.", DefaultValueFactory = _ => 5 };
        var command = new Command(Name, "Start of the server on a full store until the tree is right; bytes on disk and in memory.")
        {
            kpis, readings, seed, starts, Report.Out,
        };
        command.SetAction(async (parse, _) =>
        {
            var report = new Report();
            var folder = Directory.CreateTempSubdirectory("okr-benchmark-");
            try
            {
                var store = await FullStore.FillAsync(
                    folder.CreateSubdirectory("random").FullName, parse.GetValue(kpis), parse.GetValue(readings), parse.GetValue(seed));
                await TellAsync(report, store, parse.GetValue(starts));
                report.Add([FormattableString.Invariant(
                    $"| bytes on disk a reading, flights | {await FlightsStore.BytesPerReadingAsync(folder.CreateSubdirectory("flights").FullName):F2} |")]);
            }
            finally
            {
                folder.Delete(recursive: true);
            }

            await report.WriteAsync(parse.GetValue(Report.Out));
            return 0;
        });
        return command;
    }

    private static async Task TellAsync(Report report, FullStore store, int starts)
    {
        var (listening, right) = (new List<double>(), new List<double>());
        for (var start = 0; start < starts; start++)
        {
            var took = await store.StartAsync();
            listening.Add(took.Listening.TotalSeconds);
            right.Add(took.Right.TotalSeconds);
        }

        var (idle, loaded) = await store.ResidentBytesAsync();
        report.Add(
        [
            FormattableString.Invariant($"{store.Tree.Goals:N0} goals, {store.Tree.Kpis:N0} of them KPIs; {store.Readings:N0} readings of history; the files are in the page cache."),
            "",
            "| measure | |",
            "|---|---|",
            $"| start until it listens, s | {Spread.Of(listening).Format("F2")} |",
            $"| start until the root is right, s | {Spread.Of(right).Format("F2")} |",
            FormattableString.Invariant($"| resident when it listens, MiB | {idle / (double)(1 << 20):F0} |"),
            FormattableString.Invariant($"| resident with all KPIs loaded, MiB | {loaded / (double)(1 << 20):F0} |"),
            FormattableString.Invariant($"| resident a loaded KPI with its share of the goals above, bytes | {(loaded - idle) / (double)store.Tree.Kpis:F0} |"),
            FormattableString.Invariant($"| bytes on disk a reading, random doubles | {store.BytesPerReading:F2} |"),
        ]);
    }
}
