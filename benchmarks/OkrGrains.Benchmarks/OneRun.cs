using System.Diagnostics;
using System.Text.Json;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>Runs one peer in a process of its own.</summary>
internal static class OneRun
{
    /// <summary>The hidden command with which this program starts itself.</summary>
    public const string Command = "run-one";

    /// <summary>Runs a peer in a new process and in a folder that is deleted afterwards.</summary>
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

    /// <summary>Runs the peer in the process that <see cref="InProcessOfItsOwnAsync"/> started.</summary>
    public static async Task<int> RunAsync(string peer, string order)
    {
        var rate = await AllPeers.Named(peer).RunAsync(JsonSerializer.Deserialize<Order>(order)!.ToRun());
        Console.WriteLine(JsonSerializer.Serialize(rate));
        return 0;
    }

    /// <summary>The parameters of a run, as they are passed to the new process.</summary>
    private sealed record Order(string Workload, int Producers, TimeSpan WarmUp, TimeSpan Measured, int Seed, int GroupReadings, string Folder)
    {
        public static Order Of(Run run) => new(
            run.Workload.Name, run.Workload.Producers, run.Durations.WarmUp, run.Durations.Measured, run.Seed, run.GroupReadings, run.Folder);

        public Run ToRun() => new(
            OkrGrains.Load.Workloads.Workload.Named(Workload).With(Producers), new(WarmUp, Measured), Seed, GroupReadings, Folder);
    }
}
