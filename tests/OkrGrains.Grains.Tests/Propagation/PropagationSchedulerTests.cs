using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Propagation;
using Orleans.Runtime;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class PropagationSchedulerTests
{
    [Fact]
    public void Rounds_of_few_goals_pause_too_once_their_pauses_come_to_one_that_a_timer_knows()
    {
        const int RoundsToAPause = 25;
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments, new CountedTasks());
        var rounds = 0;
        var participant = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => rounds++);
        for (var round = 1; round <= RoundsToAPause; round++)
        {
            participant.Join();
            Assert.Equal(round, rounds);
        }

        participant.Join();
        time.Advance(TimeSpan.FromMicroseconds(999));
        Assert.Equal(RoundsToAPause, rounds);
        time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(RoundsToAPause + 1, rounds);

        participant.Join();
        Assert.Equal(RoundsToAPause + 2, rounds);
    }

    [Fact]
    public void A_level_is_waited_for_as_long_as_answers_come_and_no_longer_than_that()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments, new CountedTasks());
        Round? below = null;
        var above = 0;
        var first = new RoundParticipant(scheduler, new TurnsAtOnce(), round =>
        {
            below = round;
            for (var call = 0; call < 10; call++)
            {
                round.Enter();
            }
        });
        var second = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => above++) { Level = 1 };
        first.Join();
        second.Join();
        for (var answer = 0; answer < 8; answer++)
        {
            time.Advance(TimeSpan.FromMilliseconds(49));
            Assert.Equal(0, above);
            below!.Leave();
        }

        time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(0, above);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, above);
    }

    [Fact]
    public void A_chain_lets_others_go_first_at_its_beginning_and_after_16_levels() => Assert.Equal(
        [.. Enumerable.Repeat(1, 15), .. Enumerable.Repeat(2, 16), .. Enumerable.Repeat(3, 9)], WaitsOfChain([.. Enumerable.Range(1, 40)]));

    [Fact]
    public void A_chain_that_skips_levels_lets_others_go_first_as_often() =>
        Assert.Equal([1, 1, 2, 2, 3, 3, 4], WaitsOfChain([1, 15, 17, 31, 33, 40, 70]));

    [Fact]
    public void A_chain_of_goals_with_many_operands_lets_others_go_first_more_often() =>
        Assert.Equal([1, 1, 2, 2, 3, 3, 4], WaitsOfChain([1, 2, 3, 4, 5, 6, 7], weight: 33));

    /// <summary>Runs a round up a chain of goals.</summary>
    /// <param name="levels">The level of each goal.</param>
    /// <param name="weight">The weight of each goal's turn.</param>
    /// <returns>How often the round had waited behind others when each goal took part.</returns>
    private static List<int> WaitsOfChain(int[] levels, int weight = 1)
    {
        var home = new CountedTasks();
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(new FakeTimeProvider(DateTimeOffset.UnixEpoch), instruments, home);
        var waits = new List<int>();
        RoundParticipant? above = null;
        foreach (var level in levels.Reverse())
        {
            var next = above;
            above = new RoundParticipant(
                scheduler,
                new TurnsAtOnce(),
                _ =>
                {
                    waits.Add(home.Count);
                    next?.Join();
                }) { Level = level, Weight = weight };
        }

        above!.Join();
        return waits;
    }

    [Fact]
    public void A_level_whose_turns_wait_behind_other_work_is_waited_for()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var home = new TasksInOrder();
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments, home);
        var above = new List<int>();
        var below = 0;
        var first = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => below++);
        var second = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => above.Add(below)) { Level = 1 };
        first.Join();
        second.Join();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(above);
        home.RunNext();
        Assert.Equal([1], above);
    }

    [Fact]
    public void A_level_is_late_50_ms_after_the_last_of_its_turns_was_released()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var (home, turns) = (new TasksInOrder(), new HeldTurns());
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments, home);
        var above = 0;
        var first = new RoundParticipant(scheduler, turns, _ => { });
        var second = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => above++) { Level = 1 };
        first.Join();
        second.Join();
        time.Advance(TimeSpan.FromMilliseconds(99));
        home.RunNext();
        time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal((1, 0), (turns.Count, above));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 1), (turns.Count, above));
    }

    /// <summary>The scheduler of a grain whose turns do not run.</summary>
    private sealed class HeldTurns : IWorkItemScheduler
    {
        public int Count { get; private set; }

        public void QueueAction(Action action) => Count++;

        public void QueueAction(Action<object> action, object state) => Count++;

        public void QueueTask(Task task) => Count++;
    }

    [Fact]
    public void A_level_that_goes_on_and_on_is_waited_for_10_s()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var instruments = new GrainInstruments();
        using var scheduler = new PropagationScheduler(time, instruments, new CountedTasks());
        Round? below = null;
        var above = 0;
        var first = new RoundParticipant(scheduler, new TurnsAtOnce(), round => (below = round).Enter());
        var second = new RoundParticipant(scheduler, new TurnsAtOnce(), _ => above++) { Level = 1 };
        first.Join();
        second.Join();
        for (var answer = 1; answer <= 252; answer++)
        {
            // The levels above begin at the first look at the level after 10 s, which is 250 answers.
            Assert.Equal(answer <= 250 ? 0 : above, above);
            below!.Enter();
            time.Advance(TimeSpan.FromMilliseconds(40));
            below.Leave();
        }

        Assert.Equal(1, above);
    }
}
