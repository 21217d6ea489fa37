using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using OkrGrains.TestKit.Clusters;
using Alpha = Grpc.Reflection.V1Alpha;

namespace OkrGrains.Api.Tests.Limits;

public sealed class GrpcServiceSlotsTests
{
    private static readonly Fault _overloaded = new(StatusCode.ResourceExhausted, "OVERLOADED");

    [Fact]
    public async Task Streams_of_reflection_and_watches_of_health_are_refused_beyond_their_limits()
    {
        await using var cluster = await OkrCluster.StartAsync(
            1, Clusters.Now, limits => (limits.MaxReflectionStreams, limits.MaxWatches) = (1, 1));
        var channel = cluster.Channel(0);
        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.True(await reflection.ResponseStream.MoveNext(CancellationToken.None));
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        using var otherReflection = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        using var otherWatch = new Health.HealthClient(channel).Watch(new HealthCheckRequest());

        Assert.Equal(_overloaded, await Fault.OfAsync(() => otherReflection.ResponseStream.MoveNext(CancellationToken.None)));
        Assert.Equal(_overloaded, await Fault.OfAsync(() => otherWatch.ResponseStream.MoveNext(CancellationToken.None)));
    }

    [Fact]
    public async Task A_connection_with_all_the_watches_that_one_may_have_is_refused_another_and_a_second_connection_is_not()
    {
        await using var cluster = await OkrCluster.StartAsync(1, Clusters.Now, limits => limits.MaxWatchesPerCaller = 1);
        using var watch = new Health.HealthClient(cluster.Channel(0)).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        using var refused = new Health.HealthClient(cluster.Channel(0)).Watch(new HealthCheckRequest());
        using var second = GrpcChannel.ForAddress(cluster.Address(0));
        using var admitted = new Health.HealthClient(second).Watch(new HealthCheckRequest());

        Assert.Equal(_overloaded, await Fault.OfAsync(() => refused.ResponseStream.MoveNext(CancellationToken.None)));
        Assert.True(await admitted.ResponseStream.MoveNext(CancellationToken.None));
    }
}
