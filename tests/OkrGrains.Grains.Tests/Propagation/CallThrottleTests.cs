using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class CallThrottleTests : IDisposable
{
    private const int AtOnce = 4;

    private readonly TasksInOrder _home = new();
    private readonly CallThrottle _calls;

    public CallThrottleTests() =>
        _calls = new CallThrottle(new FakeTimeProvider(DateTimeOffset.UnixEpoch), most: 12, mostOfWorkspace: 10, AtOnce, _home);

    public void Dispose() => _calls.Dispose();

    [Fact]
    public void After_a_few_calls_what_has_come_for_a_thread_meanwhile_goes_first()
    {
        var calls = Enter(10);
        Assert.Equal(AtOnce, Begun(calls));

        var seen = 0;
        Task.Factory.StartNew(() => seen = Begun(calls), CancellationToken.None, TaskCreationOptions.None, _home);
        _home.RunNext();
        Assert.Equal(2 * AtOnce, Begun(calls));
        _home.RunNext();
        Assert.Equal(2 * AtOnce, seen);
        _home.RunNext();
        Assert.Equal(10, Begun(calls));
        Assert.Equal(0, _home.Waiting);
    }

    [Fact]
    public void Calls_let_others_go_first_behind_all_that_waits_for_a_thread()
    {
        Enter(AtOnce + 1);
        Assert.Equal(TaskCreationOptions.PreferFairness, _home.Options & TaskCreationOptions.PreferFairness);
    }

    [Fact]
    public async Task An_answer_lets_no_call_go_before_others_have_gone_first()
    {
        var calls = Enter(AtOnce + 2);
        _calls.Leave(await calls[0]);
        _calls.Leave(await calls[1]);
        Assert.Equal((AtOnce, 1), (Begun(calls), _home.Waiting));

        _home.RunNext();
        Assert.Equal((AtOnce + 2, 0), (Begun(calls), _home.Waiting));
    }

    [Fact]
    public async Task Those_that_the_limit_holds_back_begin_with_the_answers_and_nobody_is_let_go_first_for_them()
    {
        var calls = Enter(11);
        _home.RunNext();
        _home.RunNext();
        Assert.Equal((10, 0), (Begun(calls), _home.Waiting));

        _calls.Leave(await calls[0]);
        Assert.Equal((11, 0), (Begun(calls), _home.Waiting));
    }

    [Fact]
    public async Task Calls_that_come_one_by_one_let_others_go_first_now_and_then_too()
    {
        for (var i = 0; i < AtOnce; i++)
        {
            _calls.Leave(await Enter(1)[0]);
        }

        var next = Enter(1);
        Assert.Equal((0, 1), (Begun(next), _home.Waiting));
        _home.RunNext();
        Assert.Equal(1, Begun(next));
    }

    private Task<CallTicket>[] Enter(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _calls.EnterAsync("w", CallRank.OfReadings).AsTask())];

    private static int Begun(Task<CallTicket>[] calls) => calls.Count(call => call.IsCompleted);
}
