using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class ActivationThrottleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ActivationThrottle _calls;

    public ActivationThrottleTests() => _calls = new ActivationThrottle(_time, new CountedTasks());

    public void Dispose() => _calls.Dispose();

    [Fact]
    public async Task As_many_as_may_go_at_a_time_go_at_once_and_each_answer_lets_the_next_one_go()
    {
        var away = await FillAsync();
        var (next, last) = (_calls.EnterAsync("w", CallRank.OfReadings).AsTask(), _calls.EnterAsync("w", CallRank.OfReadings).AsTask());
        Assert.False(next.IsCompleted);

        _calls.Leave(away);

        await next;
        Assert.False(last.IsCompleted);
    }

    [Fact]
    public async Task Who_goes_with_a_wave_goes_first_and_readings_last()
    {
        var away = await FillAsync();
        var readings = _calls.EnterAsync("w", CallRank.OfReadings).AsTask();
        var contribution = _calls.EnterAsync("w", CallRank.OfReadingGoal).AsTask();
        var round = _calls.EnterAsync("w", CallRank.OfRound).AsTask();

        _calls.Leave(away);
        await round;
        Assert.Equal((false, false), (contribution.IsCompleted, readings.IsCompleted));

        _calls.Leave(away);
        await contribution;
        Assert.False(readings.IsCompleted);
    }

    [Fact]
    public async Task A_workspace_that_has_its_share_waits_and_others_do_not()
    {
        var ticket = default(CallTicket);
        for (var i = 0; i < ActivationThrottle.OfWorkspaceAtATime; i++)
        {
            ticket = await _calls.EnterAsync("storm", CallRank.OfRound);
        }

        var next = _calls.EnterAsync("storm", CallRank.OfRound).AsTask();
        Assert.False(next.IsCompleted);
        for (var i = ActivationThrottle.OfWorkspaceAtATime; i < ActivationThrottle.AtATime; i++)
        {
            Assert.True(_calls.EnterAsync("calm", CallRank.OfReadings).AsTask().IsCompleted);
        }

        _calls.Leave(ticket);
        await next;
    }

    [Fact]
    public async Task Workspaces_that_wait_take_turns()
    {
        var away = await FillAsync();
        var storm = Enumerable.Range(0, 3).Select(_ => _calls.EnterAsync("storm", CallRank.OfRound).AsTask()).ToList();
        var calm = _calls.EnterAsync("calm", CallRank.OfReadings).AsTask();

        _calls.Leave(away);
        _calls.Leave(away);

        await calm;
        Assert.Equal([true, false, false], storm.Select(call => call.IsCompleted));
    }

    [Fact]
    public void A_grain_that_has_answered_is_taken_to_be_in_memory_for_a_minute()
    {
        Assert.True(_calls.MayActivate(null));
        var answered = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_calls.MayActivate(answered));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_calls.MayActivate(answered));
    }

    [Fact]
    public async Task Those_that_nobody_answers_hold_up_nobody_for_longer_than_a_second_and_their_late_answers_do_not_count()
    {
        var lost = await FillAsync();
        Task<CallTicket>[] waiting = [.. Enumerable.Range(0, ActivationThrottle.OfWorkspaceAtATime + 1).Select(_ => _calls.EnterAsync("w", CallRank.OfReadings).AsTask())];
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(waiting.Length, Waiting());

        _time.Advance(TimeSpan.FromMilliseconds(1));

        var round = await waiting[0];
        Assert.Equal(1, Waiting());
        _calls.Leave(lost);
        Assert.Equal(1, Waiting());
        _calls.Leave(round);
        Assert.Equal(0, Waiting());

        int Waiting() => waiting.Count(call => !call.IsCompleted);
    }

    /// <returns>The ticket with which the calls that are in flight now leave.</returns>
    private async Task<CallTicket> FillAsync()
    {
        var first = default(CallTicket);
        for (var i = 0; i < ActivationThrottle.AtATime; i++)
        {
            var ticket = await _calls.EnterAsync(i < ActivationThrottle.OfWorkspaceAtATime ? "w" : "other", (CallRank)(i % 3));
            first = i == 0 ? ticket : first;
        }

        return first;
    }
}
