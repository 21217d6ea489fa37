using Compat.Grpc.Tests.V1;
using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class CallTests(EchoHost host) : IClassFixture<EchoHost>
{
    [Fact]
    public async Task A_unary_call_is_answered()
    {
        using var call = host.Client.SayAsync(new Words { Text = "hello" });

        Assert.Equal("hello", (await call).Text);
        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
        Assert.Equal("unary", call.GetTrailers().GetValue(NamingInterceptor.Trailer));
    }

    [Fact]
    public void A_blocking_call_is_answered() => Assert.Equal("hello", host.Client.Say(new Words { Text = "hello" }).Text);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Streamed_requests_arrive_in_order(int count)
    {
        var texts = Enumerable.Range(0, count).Select(i => $"w{i}").ToArray();
        using var call = host.Client.Join();
        foreach (var text in texts)
        {
            await call.RequestStream.WriteAsync(new Words { Text = text });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(string.Join(' ', texts), (await call.ResponseAsync).Text);
        Assert.Equal("client streaming", call.GetTrailers().GetValue(NamingInterceptor.Trailer));
    }

    [Fact]
    public async Task Streamed_responses_arrive_in_order()
    {
        using var call = host.Client.Split(new Words { Text = "one two three" });

        Assert.Equal(["one", "two", "three"], await Texts(call.ResponseStream));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("server streaming", call.GetTrailers().GetValue(NamingInterceptor.Trailer));
    }

    [Fact]
    public async Task Both_sides_may_take_turns()
    {
        using var call = host.Client.Chat();
        foreach (var text in new[] { "ping", "pong", "" })
        {
            await call.RequestStream.WriteAsync(new Words { Text = text });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("duplex streaming", call.GetTrailers().GetValue(NamingInterceptor.Trailer));
    }

    private static async Task<List<string>> Texts(IAsyncStreamReader<Words> stream)
    {
        var texts = new List<string>();
        await foreach (var words in stream.ReadAllAsync())
        {
            texts.Add(words.Text);
        }

        return texts;
    }
}
