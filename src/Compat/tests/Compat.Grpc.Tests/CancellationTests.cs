using Compat.Grpc.Tests.V1;
using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class CancellationTests : IAsyncLifetime
{
    private readonly EchoHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Cancelling_the_token_ends_the_call_on_both_sides()
    {
        using var source = new CancellationTokenSource();
        using var call = host.Client.Hang(new Words { Text = "a" }, cancellationToken: source.Token);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var next = call.ResponseStream.MoveNext(CancellationToken.None);

        await source.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        // Without a deadline the server sees the greatest instant.
        Assert.Equal(DateTime.MaxValue, await host.Ended.Task);
    }

    [Fact]
    public async Task Disposing_the_call_ends_it_on_the_server()
    {
        var call = host.Client.Hang(new Words { Text = "a" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        call.Dispose();

        Assert.Equal(DateTime.MaxValue, await host.Ended.Task);
    }

    [Fact]
    public async Task Leaving_a_loop_over_the_responses_early_is_no_error()
    {
        using var call = host.Client.Hang(new Words { Text = "a" });
        await foreach (var words in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal("a", words.Text);
            break;
        }
    }

    [Fact]
    public async Task Cancelling_a_loop_over_the_responses_stops_it()
    {
        using var source = new CancellationTokenSource();
        using var call = host.Client.Hang(new Words { Text = "a" });

        var fault = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync().WithCancellation(source.Token))
            {
                await source.CancelAsync();
            }
        });

        Assert.Equal(StatusCode.Cancelled, fault.StatusCode);
    }

    [Fact]
    public async Task A_call_before_its_end_has_no_status()
    {
        using var call = host.Client.Hang(new Words { Text = "a" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }
}
