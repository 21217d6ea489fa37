using System.Net.Sockets;

namespace OkrGrains.Stress.Hostile;

/// <summary>Opens more connections than the server takes, none of which ever brings a call.</summary>
internal sealed class IdleConnections : IAttack
{
    private const int Peers = HostileLimits.MaxConnections + 1_000;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public string Name => "idle connections";

    public long MostBytes => HostileLimits.MaxConnections * 64 * Sizes.KiB;

    public async Task<Outcome> RunAsync(Uri server)
    {
        var peers = Enumerable.Range(0, Peers).Select(_ => new TcpClient()).ToList();
        try
        {
            foreach (var some in peers.Chunk(100))
            {
                await Task.WhenAll(some.Select(peer => peer.ConnectAsync(server.Host, server.Port)));
            }

            var closed = await Task.WhenAll(peers.Select(peer => IsClosedAsync(peer)));
            return new(Peers, closed.Count(one => one), $"an end, those beyond {HostileLimits.MaxConnections} at once");
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }
    }

    private static async Task<bool> IsClosedAsync(TcpClient peer)
    {
        try
        {
            await peer.GetStream().CopyToAsync(Stream.Null).WaitAsync(_patience);
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
