using System.CommandLine;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using OkrGrains.Benchmarks.Measuring;

namespace OkrGrains.Benchmarks.Reports;

/// <summary>The report of a command, as Markdown. It begins with the command line and the machine.</summary>
internal sealed class Report
{
    private const string ProcessorFile = "/proc/cpuinfo";
    private const string ProcessorField = "model name";

    private readonly List<string> _lines = [];

    public Report()
    {
        string[] arguments = [.. Environment.GetCommandLineArgs().Skip(1)];
        var (syncs, _, p99) = DiskSync.Measure(Path.GetTempPath(), DiskSync.UsualBytes);
        Add(
        [
            $"### {arguments.FirstOrDefault()}",
            "",
            $"`dotnet run -c Release --project benchmarks/OkrGrains.Benchmarks -- {string.Join(' ', arguments)}`",
            "",
            $"{RuntimeInformation.OSDescription}; {Environment.ProcessorCount} × {Processor()}; {Memory()}; {RuntimeInformation.FrameworkDescription}, "
                + $"{(GCSettings.IsServerGC ? "server" : "workstation")} GC, {(GCSettings.LatencyMode == GCLatencyMode.Batch ? "not concurrent" : "concurrent")}; "
                + $"Orleans {typeof(IGrainFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}.",
            FormattableString.Invariant(
                $"Raw disk: {syncs:N0} fsyncs/s of appends of {DiskSync.UsualBytes / 1024} KiB, p99 {p99:F2} ms."),
            "",
        ]);
    }

    /// <summary>The option for a file that receives the report besides standard output.</summary>
    public static Option<string?> Out { get; } = new("--out") { Description = "A file that gets the report, too; it is added to what the file holds." };

    public void Add(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
            _lines.Add(line);
        }
    }

    public async Task WriteAsync(string? file)
    {
        if (file is not null)
        {
            await File.AppendAllLinesAsync(file, [.. _lines, ""]);
        }
    }

    private static string Processor() => File.Exists(ProcessorFile)
        ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith(ProcessorField, StringComparison.Ordinal))?.Split(": ")[^1] ?? "processors"
        : "processors";

    private static string Memory() =>
        FormattableString.Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F0} GiB");
}
