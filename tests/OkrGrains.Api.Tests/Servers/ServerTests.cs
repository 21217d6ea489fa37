using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using OkrGrains.Host;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Api.Tests.Servers;

public sealed class ServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_answers_and_refuses_a_second_one_on_its_folder()
    {
        await using var server = await OkrServer.StartAsync(Options(Clusters.Now));
        using var channel = GrpcChannel.ForAddress(server.Url);

        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => OkrServer.StartAsync(Options(Clusters.Now)));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public async Task A_clock_pinned_before_what_the_store_has_seen_is_refused()
    {
        await using (await OkrServer.StartAsync(Options(Clusters.Now)))
        {
        }

        await Assert.ThrowsAsync<ServerRefusedException>(() => OkrServer.StartAsync(Options(new Instant(Clusters.Now.UnixMillis - 1))));
    }

    [Fact]
    public async Task Two_servers_that_start_at_once_keep_their_goals_apart()
    {
        var starts = await Task.WhenAll(StartAsync("one"), StartAsync("two"));
        await using var one = starts[0];
        await using var two = starts[1];
        using var channelToOne = GrpcChannel.ForAddress(one.Url);
        using var channelToTwo = GrpcChannel.ForAddress(two.Url);
        var benchOfOne = new Bench(channelToOne, "w");
        var benchOfTwo = new Bench(channelToTwo, "w");

        await benchOfOne.ApplyAsync(benchOfOne.Plan());
        var unknown = await Assert.ThrowsAsync<RpcException>(() => benchOfTwo.GetAsync("kpis/revenue"));

        Assert.Equal("workspaces/w/kpis/revenue", (await benchOfOne.GetAsync("kpis/revenue")).Name);
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    private Task<OkrServer> StartAsync(string folder) =>
        OkrServer.StartAsync(new ServerOptions { DataDirectory = _folder.Of(folder), Urls = "http://127.0.0.1:0", Now = Clusters.Now });

    private ServerOptions Options(Instant now) => new() { DataDirectory = _folder.Path, Urls = "http://127.0.0.1:0", Now = now };
}
