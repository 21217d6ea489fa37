using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;

namespace OkrGrains.Api.Tests.Servers;

/// <summary>Tests the <c>grpc-timeout</c> header of calls.</summary>
[Collection(ClusterTests.Name)]
public sealed class TimeoutHeaderTests(Clusters clusters)
{
    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData("0x1S")]
    [InlineData("1 S")]
    [InlineData("123456789S")]
    [InlineData("1S,2S")]
    [InlineData("1S1")]
    public async Task A_timeout_that_is_none_is_refused(string timeout)
    {
        var failure = await CallAsync(timeout);
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
        Assert.Equal(["grpc-timeout"], Fault.Fields(failure));
    }

    [Theory]
    [InlineData("0S")]
    [InlineData("00000000n")]
    public async Task A_timeout_of_zero_has_passed(string timeout) =>
        Assert.Equal(StatusCode.DeadlineExceeded, (await CallAsync(timeout)).StatusCode);

    [Theory]
    [InlineData("1H")]
    [InlineData("99999999H")]
    [InlineData("10000000u")]
    [InlineData(null)]
    public async Task Any_other_timeout_is_kept(string? timeout) =>
        Assert.Equal(StatusCode.OK, (await CallAsync(timeout)).StatusCode);

    private async Task<RpcException> CallAsync(string? timeout)
    {
        var bench = await clusters.OpenAsync(1);
        var request = new GetGoalRequest { Name = $"{bench.Workspace}/kpis/revenue" };
        return await RawCall.EndAsync(
            bench.Cluster.Address(0),
            RawCall.GetGoal,
            async body => await body.WriteAsync(RawCall.Framed(request.ToByteArray())),
            timeout: timeout);
    }
}
