using Compat.Grpc.Tests.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Compat.Grpc.Tests;

public sealed class CredentialTests(EchoHost host) : IClassFixture<EchoHost>
{
    [Fact]
    public async Task Call_credentials_add_metadata_in_order()
    {
        using var channel = Channel(ChannelCredentials.Insecure);
        var credentials = CallCredentials.Compose(Adding("first"), Adding("second"));

        Assert.Equal("first Reflect, second Reflect", await Reflected(channel, new CallOptions(credentials: credentials)));
    }

    [Fact]
    public async Task Channel_credentials_bring_call_credentials_along()
    {
        using var channel = Channel(ChannelCredentials.Create(ChannelCredentials.Insecure, Adding("token")));

        Assert.Equal("token Reflect", await Reflected(channel, default));
    }

    [Fact]
    public async Task Tls_is_asked_for_and_not_got_from_a_plain_server()
    {
        using var channel = GrpcChannel.ForAddress(
            $"https://{host.Channel.Target}", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl });

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await new Echo.EchoClient(channel).SayAsync(new Words()));

        Assert.IsType<HttpRequestException>(fault.InnerException);
    }

    [Fact]
    public void Credentials_must_fit_the_address() => Assert.Throws<InvalidOperationException>(
        () => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));

    private static CallCredentials Adding(string value) => CallCredentials.FromInterceptor((context, metadata) =>
    {
        metadata.Add("echo-auth", $"{value} {context.MethodName}");
        return Task.CompletedTask;
    });

    private static async Task<string> Reflected(GrpcChannel channel, CallOptions options)
    {
        using var call = new Echo.EchoClient(channel).ReflectAsync(new Words(), options);
        // gRPC lets a transport join the values of one key by a comma.
        return string.Join(", ", (await call.ResponseHeadersAsync).GetAll("echo-auth").Select(entry => entry.Value));
    }

    private GrpcChannel Channel(ChannelCredentials credentials) => GrpcChannel.ForAddress(
        $"http://{host.Channel.Target}",
        new GrpcChannelOptions { Credentials = credentials, UnsafeUseInsecureChannelCallCredentials = true });
}
