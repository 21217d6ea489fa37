using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace OkrGrains.Api.Tests.Servers;

[Collection(ClusterTests.Name)]
public sealed class HealthTests(Clusters clusters)
{
    [Theory]
    [InlineData("")]
    [InlineData("okrgrains.v1.ReadingService")]
    [InlineData("okrgrains.v1.GoalService")]
    [InlineData("okrgrains.v1.WatchService")]
    [InlineData("okrgrains.v1.ClockService")]
    public async Task The_server_and_each_service_serve(string service)
    {
        var client = await ClientAsync();

        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status);
        using var watch = client.Watch(new HealthCheckRequest { Service = service });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task An_unknown_service_is_not_found_and_watched_as_unknown()
    {
        var client = await ClientAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(new HealthCheckRequest { Service = "x" }));
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        using var watch = client.Watch(new HealthCheckRequest { Service = "x" });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    private async Task<Health.HealthClient> ClientAsync() => new((await clusters.OpenAsync(1)).Cluster.Channel(0));
}
