using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class GoalSenderTests
{
    private static readonly ProducerEpoch First = new(7, 1);

    [Fact]
    public async Task Readings_for_a_goal_that_has_not_answered_wait_until_few_others_are_being_woken_and_later_ones_do_not()
    {
        using var throttle = new ActivationThrottle(TimeProvider.System);
        var turn = 0;
        for (var i = 0; i < ActivationThrottle.AtATime; i++)
        {
            turn = await throttle.EnterAsync(ActivationPriority.OfReadings);
        }

        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, throttle, TimeProvider.System);
        var first = Send(sender, First, 1);
        var call = goal.NextCall();
        Assert.False(call.IsCompleted);
        throttle.Leave(turn);
        (await call).Answer.SetResult(new Appended(Taken: true, 1, []));
        await first;
        await throttle.EnterAsync(ActivationPriority.OfReadings);

        var second = Send(sender, First, 2);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: true, 2, []));
        Assert.Equal(2, (await second).Position);
    }

    [Fact]
    public async Task After_a_part_was_given_up_no_later_part_of_its_stream_reaches_the_goal()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System), TimeProvider.System);
        var one = Send(sender, First, 1);
        var held = await goal.NextCall();
        var two = Send(sender, First, 2);
        var other = Send(sender, new ProducerEpoch(8, 1), 1);
        held.Answer.SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => two);
        var next = await goal.NextCall();
        Assert.Equal([8L], next.Readings.Select(reading => reading.Producer));
        next.Answer.SetResult(new Appended(Taken: true, 5, []));
        Assert.Equal(5, (await other).Position);
        await Assert.ThrowsAsync<StreamBrokenException>(() => Send(sender, First, 3));
    }

    [Fact]
    public async Task A_newer_stream_of_the_producer_goes_through_again()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System), TimeProvider.System);
        var one = Send(sender, First, 1);
        (await goal.NextCall()).Answer.SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => one);

        var again = Send(sender, First with { Epoch = 2 }, 1);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: true, 6, []));
        Assert.Equal(6, (await again).Position);
    }

    [Fact]
    public async Task A_part_that_is_not_taken_ends_its_stream_while_a_newer_stream_starts_afresh()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System), TimeProvider.System);
        var one = Send(sender, First, 1);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: false, 0, []));
        Assert.Equal(1, Assert.Single((await one).NotTaken));
        await Assert.ThrowsAsync<StreamBrokenException>(() => Send(sender, First, 2));

        var again = Send(sender, First with { Epoch = 2 }, 1);
        var call = await goal.NextCall();
        Assert.Equal([1L], call.Readings.Select(reading => reading.Sequence));
        call.Answer.SetResult(new Appended(Taken: true, 6, []));
        Assert.Equal(6, (await again).Position);
    }

    [Fact]
    public async Task What_arrives_while_a_call_is_in_flight_joins_the_next_one()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System), TimeProvider.System);
        Task<Submitted>[] sent = [Send(sender, First, 1)];
        var held = await goal.NextCall();
        sent = [.. sent, Send(sender, First, 2), Send(sender, First, 3)];
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
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System), TimeProvider.System);
        var one = Send(sender, First, 1);
        var held = await goal.NextCall();
        _ = Send(sender, First, 2);
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
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System), TimeProvider.System, () => watcher);
        var first = new Submission(1, tellsApplied: false);
        var second = new Submission(2, tellsApplied: true);
        Add(sender, First, 1, first);
        var plain = await goal.NextCall();
        Assert.Empty(goal.Telling);
        Add(sender, First, 2, second);
        plain.Answer.SetResult(new Appended(Taken: true, 1, []));
        var telling = await goal.NextCall();
        var (told, call) = goal.Telling.Dequeue();

        sender.Applied(call - 1);
        sender.Applied(call);
        sender.Applied(call);
        Assert.Same(watcher, told);
        Assert.False(second.Acknowledgement.Applied.IsCompleted);
        telling.Answer.SetResult(new Appended(Taken: true, 2, []));
        second.Apply(1);
        Assert.Empty(await second.Acknowledgement.Applied);
        Assert.False(second.Acknowledgement.Durable.IsCompleted);
        Assert.Equal(1, (await first.Acknowledgement.Durable).Position);
    }

    private static void Add(GoalSender sender, ProducerEpoch from, long sequence, Submission submission) =>
        sender.Add([new StoredReading(Instant.Earliest, 1, from.Producer, sequence)], from, submission);

    private static Task<Submitted> Send(GoalSender sender, ProducerEpoch from, long sequence)
    {
        var submission = new Submission(1, tellsApplied: false);
        Add(sender, from, sequence, submission);
        return submission.Acknowledgement.Durable;
    }
}
