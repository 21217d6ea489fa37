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
    private static readonly ProducerEpoch Other = new(8, 1);

    [Fact]
    public async Task Readings_for_a_goal_that_has_not_answered_wait_until_few_others_are_being_activated_and_later_ones_do_not()
    {
        using var throttle = new ActivationThrottle(TimeProvider.System, TaskScheduler.Default);
        var ticket = default(CallTicket);
        for (var i = 0; i < ActivationThrottle.OfWorkspaceAtATime; i++)
        {
            ticket = await throttle.EnterAsync(string.Empty, CallRank.OfReadings);
        }

        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, throttle, TimeProvider.System);
        var first = Send(sender, First, 1);
        var call = goal.NextCall();
        Assert.False(call.IsCompleted);
        throttle.Leave(ticket);
        (await call).Answer.SetResult(new Appended(Taken: true, 1, []));
        await first;
        await throttle.EnterAsync(string.Empty, CallRank.OfReadings);

        var second = Send(sender, First, 2);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: true, 2, []));
        Assert.Equal(2, (await second).Position);
    }

    [Fact]
    public async Task After_readings_were_given_up_no_later_ones_of_their_stream_reach_the_goal()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
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
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
        var one = Send(sender, First, 1);
        (await goal.NextCall()).Answer.SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => one);

        var again = Send(sender, First with { Epoch = 2 }, 1);
        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: true, 6, []));
        Assert.Equal(6, (await again).Position);
    }

    [Fact]
    public async Task Readings_that_are_not_taken_end_their_stream_while_a_newer_stream_starts_afresh()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
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
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
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
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
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
        var observer = new UnusedObserver();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System, () => observer);
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
        Assert.Same(observer, told);
        Assert.False(second.Acknowledgement.Applied.IsCompleted);
        telling.Answer.SetResult(new Appended(Taken: true, 2, []));
        second.Apply(1);
        Assert.Empty(await second.Acknowledgement.Applied);
        Assert.False(second.Acknowledgement.Durable.IsCompleted);
        Assert.Equal(1, (await first.Acknowledgement.Durable).Position);
    }

    [Fact]
    public async Task Of_readings_that_are_sent_together_just_those_of_a_broken_stream_fail()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
        var one = Send(sender, First, 1);
        (await goal.NextCall()).Answer.SetException(new StoreUnavailableException("full", StoreUnavailableReason.Full));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => one);

        var sent = SendTogether(sender, (First, 2), (Other, 1), (First, 3));
        var call = await goal.NextCall();
        Assert.Equal([(8L, 1L)], call.Readings.Select(reading => (reading.Producer, reading.Sequence)));
        Assert.Equal(Other, Assert.Single(call.Sent.Streams));
        call.Answer.SetResult(new Appended(Taken: true, 4, []));
        Assert.Equal(4, (await sent[1]).Position);
        await Assert.ThrowsAsync<StreamBrokenException>(() => sent[0]);
        await Assert.ThrowsAsync<StreamBrokenException>(() => sent[2]);
    }

    [Fact]
    public async Task Of_waiting_readings_that_were_sent_together_just_those_of_the_stream_that_breaks_fail()
    {
        var goal = new HeldGoal();
        var sender = new GoalSender(null, 0, goal, new ActivationThrottle(TimeProvider.System, TaskScheduler.Default), TimeProvider.System);
        _ = Send(sender, First, 1);
        var held = await goal.NextCall();
        var sent = SendTogether(sender, (First, 2), (Other, 1), (First, 3));
        held.Answer.SetResult(new Appended(Taken: false, 0, []));

        var call = await goal.NextCall();
        Assert.Equal([(8L, 1L)], call.Readings.Select(reading => (reading.Producer, reading.Sequence)));
        call.Answer.SetResult(new Appended(Taken: true, 4, []));
        Assert.Equal(4, (await sent[1]).Position);
        await Assert.ThrowsAsync<StreamBrokenException>(() => sent[0]);
        await Assert.ThrowsAsync<StreamBrokenException>(() => sent[2]);
    }

    [Fact]
    public async Task Readings_that_waited_separately_and_go_in_one_call_are_each_told_of_what_becomes_of_them()
    {
        var goal = new HeldGoal();
        var throttle = new ActivationThrottle(TimeProvider.System, TaskScheduler.Default);
        var sender = new GoalSender(null, 0, goal, throttle, TimeProvider.System, () => new UnusedObserver());
        Submission[] submissions = [.. Enumerable.Range(0, 4).Select(_ => new Submission(1, tellsApplied: true))];
        Add(sender, First, 1, submissions[0]);
        var held = await goal.NextCall();
        Add(sender, First, 2, submissions[1]);
        Add(sender, Other, 1, submissions[2]);
        Add(sender, First with { Epoch = 2 }, 3, submissions[3]);
        held.Answer.SetResult(new Appended(Taken: true, 1, []));

        var joined = await goal.NextCall();
        Assert.Equal([(7L, 2L), (8L, 1L)], joined.Readings.Select(reading => (reading.Producer, reading.Sequence)));
        Assert.Equal([First, Other], joined.Sent.Streams.AsEnumerable());
        sender.Applied(2);
        Assert.Empty(await submissions[1].Acknowledgement.Applied);
        Assert.Empty(await submissions[2].Acknowledgement.Applied);
        Assert.False(submissions[3].Acknowledgement.Applied.IsCompleted);
        joined.Answer.SetResult(new Appended(Taken: true, 2, [First with { Epoch = 2 }]));
        await Assert.ThrowsAsync<ProducerFencedException>(() => submissions[1].Acknowledgement.Durable);
        Assert.Equal(2, (await submissions[2].Acknowledgement.Durable).Position);

        (await goal.NextCall()).Answer.SetResult(new Appended(Taken: false, 0, []));
        Assert.Equal(3, Assert.Single((await submissions[3].Acknowledgement.Durable).NotTaken));
    }

    private static void Add(GoalSender sender, ProducerEpoch from, long sequence, Submission submission) =>
        Add(sender, (from, sequence, submission));

    private static Task<Submitted>[] SendTogether(GoalSender sender, params (ProducerEpoch From, long Sequence)[] readings)
    {
        var sent = Array.ConvertAll(
            readings, reading => (reading.From, reading.Sequence, Submission: new Submission(1, tellsApplied: false)));
        Add(sender, sent);
        return Array.ConvertAll(sent, one => one.Submission.Acknowledgement.Durable);
    }

    /// <summary>Sends a slice with one reading of each submission.</summary>
    private static void Add(GoalSender sender, params (ProducerEpoch From, long Sequence, Submission Submission)[] sent)
    {
        var batches = Array.ConvertAll(sent, one =>
        {
            var buffer = new ReadingBuffer(1, one.From.Producer, 1);
            buffer.Add(0, Instant.Earliest, 1, one.Sequence);
            return new PendingBatch(buffer, one.From, one.Submission);
        });
        var readings = Array.ConvertAll(batches, batch => batch.Buffer.Readings[0]);
        int[] batchOf = [.. Enumerable.Range(0, batches.Length)];
        sender.Send(new GoalCall([new(readings, batchOf, [.. sent.Select(one => one.From).Distinct()], new BatchOutcomes(batches))]));
    }

    private static Task<Submitted> Send(GoalSender sender, ProducerEpoch from, long sequence)
    {
        var submission = new Submission(1, tellsApplied: false);
        Add(sender, from, sequence, submission);
        return submission.Acknowledgement.Durable;
    }
}
