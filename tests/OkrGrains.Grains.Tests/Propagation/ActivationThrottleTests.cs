using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class ActivationThrottleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ActivationThrottle _calls;

    public ActivationThrottleTests() => _calls = new ActivationThrottle(_time);

    public void Dispose() => _calls.Dispose();

    [Fact]
    public async Task As_many_as_may_go_at_a_time_go_at_once_and_each_answer_lets_the_next_one_go()
    {
        var away = await FillAsync();
        var (next, last) = (_calls.EnterAsync(ActivationPriority.OfReadings).AsTask(), _calls.EnterAsync(ActivationPriority.OfReadings).AsTask());
        Assert.False(next.IsCompleted);

        _calls.Leave(away);

        await next;
        Assert.False(last.IsCompleted);
    }

    [Fact]
    public async Task Who_goes_with_a_wave_goes_first_and_readings_last()
    {
        var away = await FillAsync();
        var readings = _calls.EnterAsync(ActivationPriority.OfReadings).AsTask();
        var contribution = _calls.EnterAsync(ActivationPriority.OfReadingGoal).AsTask();
        var round = _calls.EnterAsync(ActivationPriority.OfRound).AsTask();

        _calls.Leave(away);
        await round;
        Assert.Equal((false, false), (contribution.IsCompleted, readings.IsCompleted));

        _calls.Leave(away);
        await contribution;
        Assert.False(readings.IsCompleted);
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
        Task<int>[] waiting = [.. Enumerable.Range(0, ActivationThrottle.AtATime + 1).Select(_ => _calls.EnterAsync(ActivationPriority.OfReadings).AsTask())];
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
    private async Task<int> FillAsync()
    {
        var round = 0;
        for (var i = 0; i < ActivationThrottle.AtATime; i++)
        {
            round = await _calls.EnterAsync((ActivationPriority)(i % 3));
        }

        return round;
    }
}
