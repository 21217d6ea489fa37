using System.CommandLine;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>Runs contestants in turn, round by round (A B A B …), each run in processes of its own.</summary>
internal sealed class Contest
{
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each runs.", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "Seconds before a run is measured.", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "Seconds that are measured.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _seed = new("--seed") { Description = "Draws the readings.", DefaultValueFactory = _ => 1 };

    private readonly Option<int> _group = new("--group")
    {
        Description = "Readings that postgres and redis commit together, and sqlite at most.",
        DefaultValueFactory = _ => 16_000,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_rounds, _warmUp, _seconds, _seed, _group, Report.Out])
        {
            command.Add(option);
        }
    }

    /// <summary>Runs all contestants that are installed on this machine, and compares the others with the first.</summary>
    public async Task RunAsync(ParseResult parse, IReadOnlyList<Contestant> contestants)
    {
        var report = new Report();
        report.Add(contestants.Where(contestant => contestant.Peer.Absence is not null)
            .Select(contestant => $"{contestant.Name}: skipped, {contestant.Peer.Absence}"));
        contestants = [.. contestants.Where(contestant => contestant.Peer.Absence is null)];
        var durations = new Durations(TimeSpan.FromSeconds(parse.GetValue(_warmUp)), TimeSpan.FromSeconds(parse.GetValue(_seconds)));
        var rates = contestants.ToDictionary(contestant => contestant, _ => new List<Rate>());
        for (var round = 0; round < parse.GetValue(_rounds); round++)
        {
            foreach (var contestant in contestants)
            {
                var run = new Run(contestant.Workload, durations, parse.GetValue(_seed), parse.GetValue(_group), Folder: "");
                rates[contestant].Add(await OneRun.InProcessOfItsOwnAsync(contestant.Peer.Name, run));
                await ProgressAsync(contestant, rates[contestant][^1]);
            }
        }

        report.Add(
        [
            FormattableString.Invariant($"Warm-up {durations.WarmUp.TotalSeconds} s, measured {durations.Measured.TotalSeconds} s, runs interleaved, ")
                + FormattableString.Invariant($"seed {parse.GetValue(_seed)}, groups of {parse.GetValue(_group):N0} readings. Medians (ranges)."),
            "",
        ]);
        report.Add(RateTable.Lines(contestants, rates));
        await report.WriteAsync(parse.GetValue(Report.Out));
    }

    private static Task ProgressAsync(Contestant contestant, Rate rate) => Console.Error.WriteLineAsync(FormattableString.Invariant(
        $"{contestant.Name}: {rate.PerSecond:N0} readings/s, {rate.ServerCpuPerMillion:F3} of {rate.CpuPerMillion:F3} CPU s per million on the server"));
}
