using System.Text;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Client;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// A server in a process of its own with a watcher of its root: what every measurement of freshness begins with, and ends in good order.
/// </summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    private readonly OkrClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    private WatchedServer(ServerProcess process, OkrClient client, RootWatch watch)
    {
        (Process, _client, Watch) = (process, client, watch);
        _watching = watch.RunAsync(_stop.Token);
    }

    public ServerProcess Process { get; }

    public RootWatch Watch { get; }

    /// <summary>Starts a server on the store in a folder, applies the plans, and watches the root.</summary>
    /// <param name="folder">The folder of the store.</param>
    /// <param name="root">The full name of the root.</param>
    /// <param name="most">The number of readings at which the score of the root is 1.</param>
    /// <param name="plans">The plans; none for a store that has its goals.</param>
    public static async Task<WatchedServer> StartAsync(string folder, string root, int most, params IEnumerable<string> plans)
    {
        var process = await ServerProcess.StartAsync(EnginePeer.Command, folder);
        var client = new OkrClient(process.Address);
        foreach (var text in plans)
        {
            using var plan = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });
        }

        var server = new WatchedServer(process, client, new RootWatch(client, root, most));
        await await Task.WhenAny(server.Watch.Synced, server._watching);
        return server;
    }

    /// <summary>Waits until the watcher holds <paramref name="count"/> readings, and returns the timestamp of the last of them.</summary>
    public async Task<long> HeldAsync(int count)
    {
        await await Task.WhenAny(Watch.CompleteAsync(count), _watching);
        return count == 0 ? 0 : Watch.Held[count - 1];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _client.Dispose();
        await Process.DisposeAsync();
    }
}
