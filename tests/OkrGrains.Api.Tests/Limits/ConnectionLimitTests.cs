using System.Net.Sockets;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Tests connections without a call.</summary>
[Collection(Alone.Name)]
public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task A_connection_beyond_the_limit_is_closed_and_those_within_it_go_on()
    {
        await using var cluster = await OkrCluster.StartAsync(1, Clusters.Now, limits => limits.MaxConnections = 2);
        var bench = await Bench.OpenAsync(cluster, "w");
        using var idle = await ConnectAsync(cluster);
        using var beyond = await ConnectAsync(cluster);

        await ClosedAsync(beyond);

        Assert.NotEmpty((await bench.GetAsync("kpis/revenue")).Name);
        Assert.True(idle.Connected);
    }

    [Fact]
    public async Task A_connection_without_a_call_is_closed_after_its_time()
    {
        await using var cluster = await OkrCluster.StartAsync(
            1, Clusters.Now, limits => limits.ConnectionIdleLimit = TimeSpan.FromMilliseconds(200));
        using var idle = await ConnectAsync(cluster);

        await ClosedAsync(idle);
    }

    private static async Task<TcpClient> ConnectAsync(OkrCluster cluster)
    {
        var server = new Uri(cluster.Address(0));
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    /// <summary>Completes when the server has closed a connection.</summary>
    private static async Task ClosedAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // A reset counts as a close.
        }
    }
}
