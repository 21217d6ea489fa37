using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Client.Tests.Fakes;
using OkrGrains.Client.Watching;
using OkrGrains.Contracts.V1;
using Status = Grpc.Core.Status;

namespace OkrGrains.Client.Tests;

public sealed class WatchTests : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private readonly FakeInvoker _invoker = new();
    private readonly AwaitedTime _time = new();
    private readonly IAsyncEnumerator<WatchGoalsResponse> _events;

    public WatchTests()
    {
        var options = new WatchOptions
        {
            Name = "workspaces/w",
            Heartbeat = TimeSpan.FromSeconds(2),
            Retry = new RetryOptions { FirstDelay = FirstDelay, LongestDelay = FirstDelay },
        };
        _events = new WatchClient(_invoker, _time, () => 1).WatchAsync(options).GetAsyncEnumerator();
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();

    [Fact]
    public async Task It_asks_for_the_subtree_and_hands_on_what_comes()
    {
        var next = NextAsync();
        var call = await CallAsync();
        Assert.Equal(new WatchGoalsRequest { Name = "workspaces/w", Subtree = true, HeartbeatSeconds = 2 }, await call.RequestAsync());
        call.Respond(Goal("a"));
        Assert.Equal("a", (await next).Goal.Name);
    }

    [Fact]
    public async Task After_a_broken_stream_it_subscribes_again_and_tells_what_went_away_meanwhile()
    {
        var next = NextAsync();
        var first = await CallAsync();
        first.Respond(Goal("a"));
        first.Respond(Goal("b"));
        await next;
        await NextAsync();
        next = NextAsync();
        first.Break(new Status(StatusCode.Unavailable, "gone"));
        await PassAsync(FirstDelay);
        var second = await CallAsync();
        second.Respond(Goal("b"));
        second.Respond(new() { Synced = new() { GoalCount = 1 } });
        Assert.Equal("b", (await next).Goal.Name);
        Assert.Equal("a", (await NextAsync()).Removed);
        Assert.Equal(1, (await NextAsync()).Synced.GoalCount);
    }

    [Fact]
    public async Task After_a_connection_that_dies_in_the_middle_of_a_message_it_subscribes_again()
    {
        var next = NextAsync();
        (await CallAsync()).Break(new HttpIOException(HttpRequestError.ResponseEnded, "gone"));
        await PassAsync(FirstDelay);
        (await CallAsync()).Respond(Goal("a"));
        Assert.Equal("a", (await next).Goal.Name);
    }

    [Fact]
    public async Task Silence_for_three_heartbeats_breaks_the_stream()
    {
        var next = NextAsync();
        await CallAsync();
        await PassAsync(TimeSpan.FromSeconds(6));
        await PassAsync(FirstDelay);
        (await CallAsync()).Respond(Goal("a"));
        Assert.Equal("a", (await next).Goal.Name);
    }

    [Fact]
    public async Task A_refusal_is_final()
    {
        var next = NextAsync();
        (await CallAsync()).Break(new Status(StatusCode.NotFound, "no such goal"));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
    }

    private static WatchGoalsResponse Goal(string name) => new() { Goal = new Goal { Name = name } };

    private async Task<WatchGoalsResponse> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(FakeStream.Patience));
        return _events.Current;
    }

    private Task<FakeStream<WatchGoalsRequest, WatchGoalsResponse>> CallAsync() =>
        _invoker.NextCallAsync<WatchGoalsRequest, WatchGoalsResponse>();

    private async Task PassAsync(TimeSpan delay)
    {
        await _time.TimerDueInAsync(delay);
        _time.Advance(delay);
    }
}
