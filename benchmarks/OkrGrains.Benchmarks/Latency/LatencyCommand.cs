using System.CommandLine;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>Measures how long readings take until they are durable and until the root includes them, in one of several situations.</summary>
internal static class LatencyCommand
{
    private const string Name = "latency";

    private static readonly Option<double> Load = new("--load") { Description = "The share of the peak that is sent.", DefaultValueFactory = _ => 0.7 };
    private static readonly Option<double> Peak = new("--peak") { Description = "Readings per second that are the peak; measured first if not given." };
    private static readonly Option<double> WarmUp = new("--warm-up") { Description = "Seconds that are not counted.", DefaultValueFactory = _ => 5 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Seconds that are.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Draws the readings.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Single = new("--single") { Description = "Instead: readings on a calm server, one after the other." };
    private static readonly Option<int> Readings = new("--readings") { Description = "How many, with --single.", DefaultValueFactory = _ => 500 };
    private static readonly Option<bool> Cold = new("--cold")
    {
        Description = "Instead: a batch of 1,000 readings a second to KPIs that are not in memory, on a tree of 100,000.",
    };

    private static readonly Option<bool> Beside = new("--beside-import")
    {
        Description = "At the share of the peak, first calm, then beside an import into another workspace.",
    };

    public static Command Create()
    {
        var command = new Command(Name, "Freshness of the root at a share of the peak, open-loop, w1.")
        {
            Load, Peak, WarmUp, Seconds, Seed, Single, Readings, Cold, Beside, Report.Out,
        };
        Readings.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MarkedTree.Most / 2)
            {
                result.AddError($"--readings is from 1 to {MarkedTree.Most / 2}.");
            }
        });
        command.Validators.Add(result =>
        {
            if (new[] { Single, Cold, Beside }.Count(result.GetValue) > 1)
            {
                result.AddError("Only one of --single, --cold and --beside-import.");
            }
        });
        command.SetAction(async (parse, _) =>
        {
            if (parse.GetValue(Cold) && (parse.GetValue(Seconds) < 1 || parse.GetValue(WarmUp) + parse.GetValue(Seconds) > ColdBatches.MostBatches))
            {
                await Console.Error.WriteLineAsync($"With --cold, --seconds is at least 1, and with --warm-up at most {ColdBatches.MostBatches}.");
                return 1;
            }

            var report = new Report();
            await MeasureAsync(parse, report);
            await report.WriteAsync(parse.GetValue(Report.Out));
            return 0;
        });
        return command;
    }

    private static async Task MeasureAsync(ParseResult parse, Report report)
    {
        var run = new Run(
            Workload.Named("w1"),
            new(TimeSpan.FromSeconds(parse.GetValue(WarmUp)), TimeSpan.FromSeconds(parse.GetValue(Seconds))),
            parse.GetValue(Seed),
            GroupReadings: 0,
            Folder: "");
        var needsPeak = !parse.GetValue(Single) && !parse.GetValue(Cold);
        var (peak, load) = (parse.GetValue(Peak), parse.GetValue(Load));
        if (needsPeak && peak == 0)
        {
            peak = (await OneRun.InProcessOfItsOwnAsync(AllPeers.List[0].Name, run)).PerSecond;
        }

        var folder = Directory.CreateTempSubdirectory("okr-benchmark-").FullName;
        try
        {
            run = run with { Folder = folder };
            await (parse.GetValue(Single) ? SingleReadings.MeasureAsync(run, parse.GetValue(Readings), report)
                : parse.GetValue(Cold) ? ColdBatches.MeasureAsync(run, report)
                : parse.GetValue(Beside) ? BesideImport.MeasureAsync(run, peak, load, report)
                : FreshnessAtLoad.MeasureAsync(run, peak, load, report));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
