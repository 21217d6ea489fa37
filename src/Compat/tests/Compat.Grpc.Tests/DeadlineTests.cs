using Compat.Grpc.Tests.V1;
using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class DeadlineTests(EchoHost host) : IClassFixture<EchoHost>
{
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task A_passed_deadline_ends_the_call_on_both_sides()
    {
        // The first call opens the connection, so that the deadline leaves time enough to reach the server.
        await host.Client.SayAsync(new Words());
        var deadline = Now.AddSeconds(1);
        using var call = host.Client.Hang(new Words(), deadline: deadline);

        var fault = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });

        Assert.Equal(StatusCode.DeadlineExceeded, fault.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        // A deadline travels as the time that is left, so the server's is near the client's, not equal to it.
        var seen = await host.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal(DateTimeKind.Utc, seen.Kind);
        Assert.InRange(seen, deadline.AddSeconds(-1), deadline.AddSeconds(30));
    }

    [Fact]
    public async Task A_deadline_in_the_past_ends_the_call_at_once()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client.SayAsync(new Words(), deadline: Now.AddSeconds(-1)));

        Assert.Equal(StatusCode.DeadlineExceeded, fault.StatusCode);
    }

    [Fact]
    public async Task A_far_deadline_does_no_harm() =>
        Assert.Equal("a", (await host.Client.SayAsync(new Words { Text = "a" }, deadline: DateTime.MaxValue.ToUniversalTime())).Text);
}
