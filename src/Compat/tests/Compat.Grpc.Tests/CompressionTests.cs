using Compat.Grpc.Tests.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Compat.Grpc.Tests;

public sealed class CompressionTests(EchoHost host) : IClassFixture<EchoHost>
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compressed_messages_arrive_whole(string encoding)
    {
        var text = new string('x', 200_000);
        using var recorder = new EncodingRecorder();
        using var channel = GrpcChannel.ForAddress($"http://{host.Channel.Target}", new GrpcChannelOptions { HttpHandler = recorder });
        var headers = new Metadata { { "grpc-internal-encoding-request", encoding } };

        var answer = await new Echo.EchoClient(channel).SayAsync(new Words { Text = text }, headers);

        Assert.Equal(text, answer.Text);
        Assert.Equal((encoding, "gzip"), (recorder.Request, recorder.Response));
    }

    private sealed class EncodingRecorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        public string? Request { get; private set; }

        public string? Response { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = request.Headers.GetValues("grpc-encoding").Single();
            var response = await base.SendAsync(request, cancellationToken);
            Response = response.Headers.GetValues("grpc-encoding").Single();
            return response;
        }
    }
}
