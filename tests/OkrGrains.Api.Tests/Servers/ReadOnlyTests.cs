using Grpc.Core;
using Grpc.Health.V1;
using OkrGrains.Api.Tests.Durability;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Servers;

public sealed class ReadOnlyTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task While_the_store_takes_no_writes_the_services_that_write_do_not_serve_and_the_others_do()
    {
        await using var server = await FaultyServer.StartAsync();
        using var watch = server.Health.Watch(new HealthCheckRequest { Service = "okrgrains.v1.ReadingService" });
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        server.FailSyncs("okr.db-wal");
        await Assert.ThrowsAsync<RpcException>(() => server.Bench.WriteAsync(Reading(1)));

        string[] serving =
        [
            "", "okrgrains.v1.WatchService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
        ];
        foreach (var service in serving)
        {
            Assert.Equal((service, ServingStatus.Serving), (service, await CheckAsync(server, service)));
        }

        foreach (var service in (string[])["ReadingService", "GoalService", "CycleService", "CheckInService", "ClockService"])
        {
            Assert.Equal((service, ServingStatus.NotServing), (service, await CheckAsync(server, $"okrgrains.v1.{service}")));
        }

        // The publisher may repeat the status that the watch began with.
        ServingStatus watched;
        do
        {
            watched = await NextAsync(watch);
        }
        while (watched == ServingStatus.Serving);
        Assert.Equal(ServingStatus.NotServing, watched);
    }

    [Fact]
    public async Task A_full_disk_leaves_all_services_serving_since_space_is_all_it_takes_to_recover()
    {
        await using var server = await FaultyServer.StartAsync();
        server.Fill();
        await Assert.ThrowsAsync<RpcException>(() => server.Bench.WriteAsync(Reading(1)));

        Assert.Equal(ServingStatus.Serving, await CheckAsync(server, "okrgrains.v1.ReadingService"));
    }

    private static async Task<ServingStatus> CheckAsync(FaultyServer server, string service) =>
        (await server.Health.CheckAsync(new HealthCheckRequest { Service = service })).Status;

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(_patience));
        return watch.ResponseStream.Current.Status;
    }
}
