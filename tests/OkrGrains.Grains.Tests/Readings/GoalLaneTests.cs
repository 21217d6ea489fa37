using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Waking;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class GoalLaneTests
{
    private static readonly ProducerEpoch First = new(7, 1);

    [Fact]
    public async Task Readings_for_a_goal_that_has_not_answered_wait_until_few_others_are_being_woken_and_later_ones_do_not()
    {
        using var firstCalls = new FirstCalls(TimeProvider.System);
        var turn = 0;
        for (var i = 0; i < FirstCalls.AtATime; i++)
        {
            turn = await firstCalls.EnterAsync(FirstCallRank.OfReadings);
        }

        var goal = new HeldGoal();
        var lane = new GoalLane(null, 0, goal, firstCalls, TimeProvider.System);
        var first = Send(lane, First, 1);
        var call = goal.NextCall();
        Assert.False(call.IsCompleted);
        firstCalls.Leave(turn);
        (await call).Answer.SetResult(new Appended(Taken: true, 1, []));
        await first;
        await firstCalls.EnterAsync(FirstCallRank.OfReadings);

        var second = Send(lane, First, 2);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: true, 2, []));
        Assert.Equal(2, (await second).Position);
    }

    [Fact]
    public async Task After_a_part_was_given_up_no_later_part_of_its_stream_reaches_the_goal()
    {
        var goal = new HeldGoal();
        var lane = new GoalLane(null, 0, goal, new FirstCalls(TimeProvider.System), TimeProvider.System);
        var one = Send(lane, First, 1);
        var held = await goal.NextCall();
        var two = Send(lane, First, 2);
        var other = Send(lane, new ProducerEpoch(8, 1), 1);
        held.Answer.SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => two);
        var next = await goal.NextCall();
        Assert.Equal([8L], next.Readings.Select(reading => reading.Producer));
        next.Answer.SetResult(new Appended(Taken: true, 5, []));
        Assert.Equal(5, (await other).Position);
        await Assert.ThrowsAsync<StreamBrokenException>(() => Send(lane, First, 3));
    }

    [Fact]
    public async Task A_newer_stream_of_the_producer_goes_through_again()
    {
        var goal = new HeldGoal();
        var lane = new GoalLane(null, 0, goal, new FirstCalls(TimeProvider.System), TimeProvider.System);
        var one = Send(lane, First, 1);
        (await goal.NextCall()).Answer.SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => one);

        var again = Send(lane, First with { Epoch = 2 }, 1);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: true, 6, []));
        Assert.Equal(6, (await again).Position);
    }

    [Fact]
    public async Task A_part_that_is_not_taken_ends_its_stream_while_a_newer_stream_starts_afresh()
    {
        var goal = new HeldGoal();
        var lane = new GoalLane(null, 0, goal, new FirstCalls(TimeProvider.System), TimeProvider.System);
        var one = Send(lane, First, 1);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: false, 0, []));
        Assert.Equal(1, Assert.Single((await one).NotTaken));
        await Assert.ThrowsAsync<StreamBrokenException>(() => Send(lane, First, 2));

        var again = Send(lane, First with { Epoch = 2 }, 1);
        var call = await goal.NextCall();
        Assert.Equal([1L], call.Readings.Select(reading => reading.Sequence));
        call.Answer.SetResult(new Appended(Taken: true, 6, []));
        Assert.Equal(6, (await again).Position);
    }

    [Fact]
    public async Task What_arrives_while_a_call_is_in_flight_joins_the_next_one()
    {
        var goal = new HeldGoal();
        var lane = new GoalLane(null, 0, goal, new FirstCalls(TimeProvider.System), TimeProvider.System);
        Task<Submitted>[] sent = [Send(lane, First, 1)];
        var held = await goal.NextCall();
        sent = [.. sent, Send(lane, First, 2), Send(lane, First, 3)];
        held.Answer.SetResult(new Appended(Taken: true, 1, []));

        var next = await goal.NextCall();
        Assert.Equal([2L, 3L], next.Readings.Select(reading => reading.Sequence));
        next.Answer.SetResult(new Appended(Taken: true, 2, []));
        Assert.Equal([1L, 2, 2], (await Task.WhenAll(sent)).Select(one => one.Position));
    }

    [Fact]
    public async Task A_call_whose_outcome_is_unknown_is_repeated_before_anything_later_is_sent()
    {
        var goal = new HeldGoal();
        var lane = new GoalLane(null, 0, goal, new FirstCalls(TimeProvider.System), TimeProvider.System);
        var one = Send(lane, First, 1);
        var held = await goal.NextCall();
        _ = Send(lane, First, 2);
        held.Answer.SetException(new TimeoutException());

        var again = await goal.NextCall();
        Assert.Equal([1L], again.Readings.Select(reading => reading.Sequence));
        again.Answer.SetResult(new Appended(Taken: true, 1, []));
        Assert.Equal(1, (await one).Position);
    }

    [Fact]
    public async Task What_the_goal_holds_is_told_once_and_only_to_those_who_asked()
    {
        var goal = new HeldGoal();
        var watcher = new UnusedWatcher();
        var lane = new GoalLane(null, 0, goal, new FirstCalls(TimeProvider.System), TimeProvider.System, () => watcher);
        var first = new Submission(1, tellsApplied: false);
        var second = new Submission(2, tellsApplied: true);
        Add(lane, First, 1, first);
        var plain = await goal.NextCall();
        Assert.Empty(goal.Telling);
        Add(lane, First, 2, second);
        plain.Answer.SetResult(new Appended(Taken: true, 1, []));
        var telling = await goal.NextCall();
        var (told, call) = goal.Telling.Dequeue();

        lane.Applied(call - 1);
        lane.Applied(call);
        lane.Applied(call);
        Assert.Same(watcher, told);
        Assert.False(second.Underway.Applied.IsCompleted);
        telling.Answer.SetResult(new Appended(Taken: true, 2, []));
        second.Apply(1);
        Assert.Empty(await second.Underway.Applied);
        Assert.False(second.Underway.Durable.IsCompleted);
        Assert.Equal(1, (await first.Underway.Durable).Position);
    }

    private static void Add(GoalLane lane, ProducerEpoch from, long sequence, Submission submission) =>
        lane.Add([new StoredReading(Instant.Earliest, 1, from.Producer, sequence)], from, submission);

    private static Task<Submitted> Send(GoalLane lane, ProducerEpoch from, long sequence)
    {
        var submission = new Submission(1, tellsApplied: false);
        Add(lane, from, sequence, submission);
        return submission.Underway.Durable;
    }
}
