using System.IO.Compression;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Benchmarks.Starting;

/// <summary>Fills a store with the sample of real readings, sent as <c>okr push</c> sends them.</summary>
internal static class FlightsStore
{
    private const string Workspace = "workspaces/airline";

    /// <summary>The time of the goal clock for the sample.</summary>
    private const string Now = "2001-04-01T05:59:59.999Z";

    /// <summary>Returns the bytes that the readings add to the closed store, per reading, including the rows of their goals.</summary>
    public static async Task<double> BytesPerReadingAsync(string folder)
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "flights");
        await using (var server = await ServerProcess.StartAsync(EnginePeer.Command, folder, Now))
        {
            using var client = new OkrClient(server.Address);
            using var plan = File.OpenRead(Path.Combine(samples, "plan.yaml"));
            await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });
        }

        var before = FullStore.StoreBytes(folder);
        long readings;
        await using (var server = await ServerProcess.StartAsync(EnginePeer.Command, folder, Now))
        {
            using var client = new OkrClient(server.Address);
            readings = await PushAsync(client, Path.Combine(samples, "readings.csv.gz"));
        }

        return (FullStore.StoreBytes(folder) - before) / (double)readings;
    }

    private static async Task<long> PushAsync(OkrClient client, string file)
    {
        await using var producer = client.StartProducer(new ReadingProducerOptions { Workspace = Workspace, Producer = "flights" });
        using var packed = File.OpenRead(file);
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        await foreach (var line in ReadingsFile.ReadAsync(unpacked))
        {
            await producer.WriteAsync(line.Goal.ToString(), DateTimeOffset.FromUnixTimeMilliseconds(line.Time.UnixMillis), line.Value);
        }

        await producer.CompleteAsync();
        return producer.Counts.Acknowledged;
    }
}
