using System.Diagnostics;
using System.Text.Json;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>A run of one peer, in a process of its own.</summary>
internal static class OneRun
{
    /// <summary>The hidden command by which this program runs itself.</summary>
    public const string Command = "run-one";

    /// <summary>Runs a peer in a new process and a folder that goes afterwards.</summary>
    public static async Task<Rate> InProcessOfItsOwnAsync(string peer, Run run)
    {
        var folder = Directory.CreateTempSubdirectory("okr-benchmark-").FullName;
        try
        {
            string[] arguments = [Command, peer, JsonSerializer.Serialize(Order.Of(run with { Folder = folder }))];
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var rate = process.ExitCode == 0 ? JsonSerializer.Deserialize<Rate>(output) : null;
            return rate ?? throw new InvalidOperationException($"{peer} failed: {output}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What <see cref="InProcessOfItsOwnAsync"/> has started.</summary>
    public static async Task<int> RunAsync(string peer, string order)
    {
        var rate = await AllPeers.Named(peer).RunAsync(JsonSerializer.Deserialize<Order>(order)!.ToRun());
        Console.WriteLine(JsonSerializer.Serialize(rate));
        return 0;
    }

    /// <summary>A run as it is handed over.</summary>
    private sealed record Order(string Workload, int Producers, TimeSpan WarmUp, TimeSpan Measured, int Seed, int GroupReadings, string Folder)
    {
        public static Order Of(Run run) => new(
            run.Workload.Name, run.Workload.Producers, run.Durations.WarmUp, run.Durations.Measured, run.Seed, run.GroupReadings, run.Folder);

        public Run ToRun() => new(
            Workloads.Workload.Named(Workload).With(Producers), new(WarmUp, Measured), Seed, GroupReadings, Folder);
    }
}
