using Compat.Grpc.Tests.V1;
using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class HeaderTests(EchoHost host) : IClassFixture<EchoHost>
{
    [Fact]
    public async Task Metadata_goes_there_and_comes_back_as_headers_and_trailers()
    {
        byte[] bytes = [0, 10, 255, 13, 128];
        var sent = new Metadata { { "Echo-Text", "a, b" }, { "echo-many", "1" }, { "echo-raw-bin", bytes }, { "echo-many", "2" } };

        using var call = host.Client.ReflectAsync(new Words(), new CallOptions(sent));
        var headers = await call.ResponseHeadersAsync;
        await call;

        foreach (var received in new[] { headers, call.GetTrailers() })
        {
            Assert.Equal("a, b", received.GetValue("echo-text"));
            Assert.Equal(bytes, received.GetValueBytes("echo-raw-bin"));
            // gRPC lets a transport join the values of one key by a comma.
            Assert.Equal("1, 2", string.Join(", ", received.GetAll("echo-many").Select(entry => entry.Value)));
        }
    }

    [Fact]
    public async Task Large_binary_metadata_arrives_whole()
    {
        var bytes = new byte[4096];
        new Random(1).NextBytes(bytes);

        using var call = host.Client.ReflectAsync(new Words(), new Metadata { { "echo-bin", bytes } });
        await call;

        Assert.Equal(bytes, call.GetTrailers().GetValueBytes("echo-bin"));
    }
}
