using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OkrGrains.Benchmarks.Reports;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>Measures the steps of processing a reading, each alone.</summary>
internal static class MicroCommand
{
    private const string Name = "micro";

    private static readonly Type[] Steps = [typeof(DecodeBatch), typeof(UpdateWindow), typeof(RollUpTen), typeof(EncodeChunk), typeof(VisitKpis)];

    private static readonly Argument<string[]> Chosen = new Argument<string[]>("steps")
    {
        Description = "Which; all without.",
        Arity = ArgumentArity.ZeroOrMore,
    }.AcceptOnlyFromAmong([.. Steps.Select(step => step.Name)]);

    public static Command Create()
    {
        var command = new Command(Name, "Decoding, window update, roll-up, encoding and calls of KPIs, each alone.") { Chosen, Report.Out };
        command.SetAction(async (parse, _) =>
        {
            var report = new Report();
            var artifacts = Directory.CreateTempSubdirectory("okr-benchmark-");
            var chosen = parse.GetValue(Chosen)!;
            foreach (var step in Steps.Where(step => chosen.Length == 0 || chosen.Contains(step.Name)))
            {
                report.Add(step == typeof(VisitKpis) ? await VisitKpis.MeasureAsync() : Lines(step, artifacts.FullName));
            }

            artifacts.Delete(recursive: true);
            await report.WriteAsync(parse.GetValue(Report.Out));
            return 0;
        });
        return command;
    }

    private static IEnumerable<string> Lines(Type type, string artifacts)
    {
        // The benchmarks run in this process, since a project generated elsewhere would not have the versions and properties of this
        // repository.
        var config = new ManualConfig()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithLaunchCount(1).WithWarmupCount(3).WithIterationCount(8))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run(type, config);
        var table = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, table);
        return [$"#### {type.Name}", "", .. table.GetLog().Split('\n').Where(line => line.StartsWith('|')).Select(line => line.TrimEnd()), ""];
    }
}
