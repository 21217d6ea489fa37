using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Limits;

[Collection(ClusterTests.Name)]
public sealed class OversizeTests(Clusters clusters)
{
    private static readonly Fault _tooLarge = new(StatusCode.ResourceExhausted, "TOO_LARGE");

    [Fact]
    public async Task A_unary_message_that_is_too_large_is_refused()
    {
        var bench = await clusters.OpenAsync(1);

        var fault = await Fault.OfAsync(() => bench.GetAsync("kpis/" + new string('a', 2_000_000)));

        Assert.Equal(_tooLarge, fault);
    }

    [Fact]
    public async Task A_message_that_inflates_beyond_the_limit_is_refused()
    {
        var bench = await clusters.OpenAsync(1);
        var compressed = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var request = new GetGoalRequest { Name = new string('a', 100_000_000) };

        var fault = await Fault.OfAsync(async () => await bench.Goals.GetGoalAsync(request, compressed));

        Assert.Equal(_tooLarge, fault);
    }

    [Fact]
    public async Task A_chunk_that_inflates_beyond_the_limit_is_refused()
    {
        var bench = await clusters.OpenAsync(1);
        using var call = bench.Goals.ApplyPlan(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader() });
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFrom(new byte[100_000_000]) });

        Assert.Equal(_tooLarge, await Fault.OfAsync(async () => await call));
    }

    [Theory]
    [InlineData(1024 * 1024, "FAULT")]
    [InlineData((1024 * 1024) + 1, "TOO_LARGE")]
    public async Task A_chunk_of_a_plan_above_its_limit_is_refused_though_its_message_is_within_the_limit_of_messages(int bytes, string reason)
    {
        var bench = await clusters.OpenAsync(1);
        using var call = bench.Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader() });
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFrom(new byte[bytes]) });
        await call.RequestStream.CompleteAsync();

        var fault = await Fault.OfAsync(async () => await call);

        Assert.Equal(reason == "FAULT" ? new Fault(StatusCode.InvalidArgument, "PLAN_REFUSED") : _tooLarge, fault);
    }

    [Fact]
    public async Task What_is_no_message_is_refused()
    {
        var bench = await clusters.OpenAsync(1);
        var bytes = Marshallers.Create<byte[]>(value => value, value => value);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "okrgrains.v1.GoalService", "GetGoal", bytes, bytes);
        var invoker = bench.Cluster.Channel(0).CreateCallInvoker();

        var fault = await Fault.OfAsync(async () => await invoker.AsyncUnaryCall(method, null, default, [0xff, 0xff]));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), fault);
    }
}
