using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Time;

public sealed class GoalTimersTests
{
    private static readonly Instant _start = Instant.Parse("2026-02-28T23:59:59Z");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(_start.UnixMillis));

    [Fact]
    public async Task A_goal_turns_at_the_millisecond_that_it_entered_and_once()
    {
        using var schedule = Schedule(new GoalClock(_time));
        var goal = new Goal();
        schedule.Enter("a", goal, Later(1000));
        schedule.Enter("b", new Goal(), Later(2000));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        await schedule.RunDueAsync();
        Assert.Equal(0, goal.Turns);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await schedule.RunDueAsync();
        Assert.Equal(1, goal.Turns);
        Assert.Equal(1, schedule.Count);
    }

    [Fact]
    public async Task The_alarm_alone_turns_what_is_due()
    {
        using var schedule = Schedule(new GoalClock(_time));
        var goal = new Goal();
        schedule.Enter("a", goal, Later(1000));
        _time.Advance(TimeSpan.FromSeconds(1));
        await goal.Turned.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_clock_that_stands_still_turns_nothing_until_it_is_moved()
    {
        var clock = new GoalClock(_time, _start);
        using var schedule = Schedule(clock);
        var goal = new Goal();
        schedule.Enter("a", goal, Later(1000));
        _time.Advance(TimeSpan.FromDays(1));
        await schedule.RunDueAsync();
        Assert.Equal(0, goal.Turns);
        clock.MoveTo(Later(1000));
        _time.Advance(TimeSpan.Zero);
        await goal.Turned.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task However_often_a_goal_enters_it_has_one_entry_which_is_the_last()
    {
        using var schedule = Schedule(new GoalClock(_time));
        var goal = new Goal();
        for (var i = 1; i <= 1000; i++)
        {
            schedule.Enter("a", goal, Later(i));
        }

        Assert.Equal(1, schedule.Count);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        await schedule.RunDueAsync();
        Assert.Equal(0, goal.Turns);
        schedule.Enter("a", goal, null);
        Assert.Equal(0, schedule.Count);
    }

    [Fact]
    public async Task A_goal_that_fails_to_turn_is_told_again()
    {
        using var schedule = Schedule(new GoalClock(_time));
        var goal = new Goal { Failures = 1 };
        schedule.Enter("a", goal, Later(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await schedule.RunDueAsync();
        Assert.Equal((1, 0), (goal.Turns, schedule.Count));
        _time.Advance(TimeSpan.FromSeconds(1));
        await goal.Turned.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, goal.Turns);
    }

    [Fact]
    public void A_pinned_clock_moves_forward_only_and_a_flowing_one_not_at_all()
    {
        var clock = new GoalClock(_time, _start);
        clock.MoveTo(Later(5));
        clock.MoveTo(Later(4));
        Assert.Equal(Later(5), clock.Now);
        Assert.Throws<InvalidOperationException>(() => new GoalClock(_time).MoveTo(Later(5)));
    }

    private static Instant Later(long milliseconds) => new(_start.UnixMillis + milliseconds);

    private GoalTimers Schedule(GoalClock clock) => new(clock, _time, NullLogger<GoalTimers>.Instance);

    private sealed class Goal : IGoalGrain
    {
        public int Turns { get; private set; }

        public int Failures { get; set; }

        /// <summary>Completes once the goal was told without a failure.</summary>
        public TaskCompletionSource Turned { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task OnTimer()
        {
            Turns++;
            if (Failures-- > 0)
            {
                throw new TimeoutException();
            }

            Turned.TrySetResult();
            return Task.CompletedTask;
        }

        public Task<bool> Contribute(ImmutableArray<Contribution> contributions) => throw new NotSupportedException();

        public Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions) => throw new NotSupportedException();

        public Task PassOnAgain(long revision) => throw new NotSupportedException();

        public Task<CheckedIn> CheckIn(CheckInEntry entry) => throw new NotSupportedException();

        public Task<GoalState> Read(Instant at) => throw new NotSupportedException();

        public Task Redefine(long revision) => throw new NotSupportedException();

        public Task Refresh() => throw new NotSupportedException();

        public Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task Unwatch(IGoalWatcher watcher) => throw new NotSupportedException();

        public Task<GoalState> Watch(IGoalWatcher watcher) => throw new NotSupportedException();
    }
}
