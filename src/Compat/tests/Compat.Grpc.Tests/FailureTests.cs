using Compat.Grpc.Tests.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using RpcStatus = Google.Rpc.Status;

namespace Compat.Grpc.Tests;

public sealed class FailureTests(EchoHost host) : IClassFixture<EchoHost>
{
    public static TheoryData<StatusCode> Codes => [.. System.Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_thrown_status_arrives(StatusCode code)
    {
        var fault = await Fail(new Failure { Code = (int)code, Detail = "why" });

        Assert.Equal((code, "why"), (fault.StatusCode, fault.Status.Detail));
    }

    [Fact]
    public async Task A_status_set_without_throwing_arrives()
    {
        var fault = await Fail(new Failure { Code = (int)StatusCode.Aborted, Detail = "lost", Quiet = true });

        Assert.Equal(new global::Grpc.Core.Status(StatusCode.Aborted, "lost"), fault.Status);
    }

    [Theory]
    [InlineData("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")]
    [InlineData("100 % of %20")]
    [InlineData("")]
    public async Task Any_text_arrives_as_detail(string detail) =>
        Assert.Equal(detail, (await Fail(new Failure { Code = (int)StatusCode.Unknown, Detail = detail })).Status.Detail);

    [Fact]
    public async Task Status_details_arrive_in_a_trailer()
    {
        var info = new ErrorInfo { Type = "OUT_OF_RANGE", Domain = "compat", Metadata = { ["field"] = "x" } };
        var sent = new RpcStatus { Code = (int)StatusCode.InvalidArgument, Message = "x", Details = { Any.Pack(info) } };

        var fault = await Fail(new Failure { Code = sent.Code, Detail = sent.Message, StatusDetails = sent.ToByteString() });

        var received = RpcStatus.Parser.ParseFrom(fault.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(sent, received);
        Assert.Equal(info, received.Details.Single().Unpack<ErrorInfo>());
    }

    [Fact]
    public async Task Another_exception_arrives_as_unknown_without_its_text()
    {
        var fault = await Fail(new Failure { Crash = true, Detail = "secret" });

        Assert.Equal(StatusCode.Unknown, fault.StatusCode);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_nobody_wrote_is_unimplemented() => Assert.Equal(
        StatusCode.Unimplemented,
        (await Assert.ThrowsAsync<RpcException>(async () => await host.Client.MissingAsync(new Words()))).StatusCode);

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, _) => throw new IOException("No such server.") };
        using var channel = GrpcChannel.ForAddress("http://nowhere.invalid", new GrpcChannelOptions { HttpHandler = handler });

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await new Echo.EchoClient(channel).SayAsync(new Words()));

        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
        Assert.Same(fault.Status.DebugException, fault.InnerException);
        Assert.NotNull(fault.InnerException);
    }

    [Fact]
    public async Task An_oversized_message_is_refused()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client.SayAsync(new Words { Text = new string('x', 5_000_000) }));

        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
    }

    private Task<RpcException> Fail(Failure failure) =>
        Assert.ThrowsAsync<RpcException>(async () => await host.Client.FailAsync(failure));
}
