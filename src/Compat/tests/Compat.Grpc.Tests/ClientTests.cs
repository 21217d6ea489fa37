using Compat.Grpc.Tests.V1;
using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class ClientTests
{
    [Fact]
    public void A_client_without_a_channel_says_so()
    {
        var fault = Assert.Throws<NotSupportedException>(() => new FakeClient().Say(new Words()));

        Assert.Equal("A client made without a channel does not support calling /compat.v1.Echo/Say.", fault.Message);
        Assert.Throws<NotSupportedException>(() => new FakeClient().WithHost("other"));
    }

    [Fact]
    public void A_client_needs_a_channel_that_is_there()
    {
        Assert.Throws<ArgumentNullException>(() => new Echo.EchoClient((ChannelBase)null!));
        Assert.Throws<ArgumentNullException>(() => new Echo.EchoClient((CallInvoker)null!));
    }

    [Fact]
    public void Options_change_one_by_one()
    {
        var headers = new Metadata();
        var deadline = DateTime.UnixEpoch;
        var options = new CallOptions(headers).WithDeadline(deadline).WithWaitForReady();
        var other = options.WithHeaders([]).WithWriteOptions(WriteOptions.Default);

        Assert.Equal((headers, deadline, true), (options.Headers, options.Deadline, options.IsWaitForReady));
        Assert.Null(options.WriteOptions);
        Assert.NotSame(headers, other.Headers);
        Assert.Equal(deadline, other.Deadline);
    }

    [Fact]
    public void Statuses_are_equal_by_code_and_detail()
    {
        var status = new Status(StatusCode.NotFound, "x", new IOException("y"));

        Assert.Equal(new Status(StatusCode.NotFound, "x"), status);
        Assert.NotEqual(new Status(StatusCode.NotFound, "z"), status);
        Assert.Equal(default, Status.DefaultSuccess);
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"x\", DebugException=\"System.IO.IOException: y\")", status.ToString());
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"x\")", new Status(StatusCode.NotFound, "x").ToString());
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"x\")", new RpcException(new Status(StatusCode.NotFound, "x")).Message);
    }

    private sealed class FakeClient : Echo.EchoClient;
}
