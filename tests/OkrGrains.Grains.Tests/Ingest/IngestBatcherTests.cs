using System.Runtime.InteropServices;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class IngestBatcherTests
{
    private static readonly ProducerEpoch One = new(1, 1);
    private static readonly ProducerEpoch Two = new(2, 1);
    private static readonly Appended Durable = new(Taken: true, 1, []);

    private readonly HeldGoal[] _goals = [new(), new()];
    private readonly GoalSender[] _senders;
    private readonly IngestBatcher _batcher;

    public IngestBatcherTests()
    {
        var throttle = new ActivationThrottle(TimeProvider.System, TaskScheduler.Default);
        _senders =
        [
            .. _goals.Select(
                (goal, index) => new GoalSender(null, index, goal, throttle, TimeProvider.System, () => new UnusedObserver())),
        ];
        _batcher = new IngestBatcher(index => _senders[index], TimeProvider.System);
    }

    [Fact]
    public async Task What_is_submitted_while_a_batch_is_in_flight_goes_with_the_next_in_one_call_a_goal()
    {
        var first = Submit(One, (0, 1));
        var held = await _goals[0].NextCall();
        Task<Submitted>[] later = [Submit(One, (0, 2), (1, 3)), Submit(Two, (0, 1)), Submit(One, (1, 4), (0, 5))];
        held.Answer.SetResult(Durable);
        await first;

        var next = await _goals[0].NextCall();
        Assert.Equal([(1, 2), (2, 1), (1, 5)], Names(next));
        Assert.Equal([One, Two], next.Sent.Streams.AsEnumerable());
        var other = await _goals[1].NextCall();
        Assert.Equal([(1, 3), (1, 4)], Names(other));
        Assert.Equal(One, Assert.Single(other.Sent.Streams));

        next.Answer.SetResult(Durable);
        Assert.Equal(1, (await later[1]).Position);
        Assert.False(later[0].IsCompleted);
        other.Answer.SetResult(Durable with { Position = 2 });
        Assert.Equal([2L, 1, 2], (await Task.WhenAll(later)).Select(done => done.Position));
    }

    [Fact]
    public async Task A_batch_to_many_goals_goes_on_when_half_of_the_calls_that_may_be_in_flight_have_ended()
    {
        using var throttle = new ActivationThrottle(TimeProvider.System, TaskScheduler.Default);
        var goal = new HeldGoal();
        var senders = SendersTo(goal, IngestBatcher.MostCalls + 1, throttle);
        var batcher = new IngestBatcher(index => senders[index], TimeProvider.System);
        var known = SubmitToAll(batcher, senders, sequence: 1);
        for (var i = 0; i < senders.Length; i++)
        {
            (await goal.NextCall()).Answer.SetResult(Durable);
        }

        await known;
        var sent = SubmitToAll(batcher, senders, sequence: 1 + senders.Length);
        var inFlight = new Queue<HeldCall>();
        while (inFlight.Count < IngestBatcher.MostCalls)
        {
            inFlight.Enqueue(await goal.NextCall());
        }

        var last = goal.NextCall();
        while (inFlight.Count > (IngestBatcher.MostCalls / 2) + 1)
        {
            inFlight.Dequeue().Answer.SetResult(Durable);
        }

        Assert.False(last.IsCompleted);
        inFlight.Dequeue().Answer.SetResult(Durable);
        inFlight.Enqueue(await last);
        foreach (var call in inFlight)
        {
            call.Answer.SetResult(Durable);
        }

        await sent;
    }

    [Fact]
    public async Task A_batch_goes_to_its_goals_in_the_order_in_which_they_were_first_named()
    {
        using var throttle = new ActivationThrottle(TimeProvider.System, TaskScheduler.Default);
        var goal = new HeldGoal();
        var senders = SendersTo(goal, 3, throttle);
        var batcher = new IngestBatcher(index => senders[index], TimeProvider.System);
        var sent = Send(batcher, One, tellsApplied: false, (1, 11), (2, 12), (0, 13)).Durable;
        foreach (var sequence in (int[])[13, 11, 12])
        {
            var call = await goal.NextCall();
            Assert.Equal((1, sequence), Assert.Single(Names(call)));
            call.Answer.SetResult(Durable);
        }

        await sent;
    }

    [Fact]
    public async Task No_call_has_two_epochs_of_a_producer()
    {
        var first = Submit(One, (0, 1));
        var held = await _goals[0].NextCall();
        var newer = One with { Epoch = 2 };
        Task<Submitted>[] later = [Submit(One, (0, 2)), Submit(newer, (0, 3)), Submit(Two, (0, 1))];
        held.Answer.SetResult(Durable);
        await first;

        var next = await _goals[0].NextCall();
        Assert.Equal([(1, 2)], Names(next));
        next.Answer.SetResult(Durable);
        var last = await _goals[0].NextCall();
        Assert.Equal([newer, Two], last.Sent.Streams.AsEnumerable());
        last.Answer.SetResult(Durable);
        await Task.WhenAll(later);
    }

    [Fact]
    public async Task A_goal_that_does_not_answer_holds_up_its_own_readings_only()
    {
        var stuck = Submit(One, (0, 1), (1, 2));
        var held = await _goals[0].NextCall();
        (await _goals[1].NextCall()).Answer.SetResult(Durable);

        // The ingest batch with the unanswered call is waited for, for a second at most.
        var behind = Submit(One, (0, 3), (1, 4));
        var beside = Submit(Two, (1, 1));
        (await _goals[1].NextCall()).Answer.SetResult(Durable with { Position = 7 });
        await beside;
        Assert.False(stuck.IsCompleted || behind.IsCompleted);

        held.Answer.SetResult(Durable);
        var next = await _goals[0].NextCall();
        Assert.Equal([(1, 3)], Names(next));
        next.Answer.SetResult(Durable);
        Assert.Equal([1L, 7], (await Task.WhenAll(stuck, behind)).Select(done => done.Position));
    }

    [Fact]
    public async Task What_a_goal_may_still_read_after_a_lost_answer_never_changes()
    {
        var first = Submit(One, (0, 1), (1, 2));
        var lost = await _goals[0].NextCall();
        lost.Answer.SetException(new TimeoutException());
        (await _goals[1].NextCall()).Answer.SetResult(Durable);
        var again = await _goals[0].NextCall();
        again.Answer.SetResult(Durable);
        await first;
        for (var sequence = 3; sequence < 100; sequence++)
        {
            var next = Submit(One, (0, sequence));
            (await _goals[0].NextCall()).Answer.SetResult(Durable);
            await next;
        }

        Assert.Equal(lost.Readings, lost.Sent.Readings.ToArray());
    }

    [Fact]
    public async Task A_goal_that_does_not_answer_does_not_keep_the_arrays_of_ingest_batches()
    {
        Task<Submitted>[] sent = [Submit(One, (0, 1), (1, 2))];
        var held = await _goals[0].NextCall();
        (await _goals[1].NextCall()).Answer.SetResult(Durable);
        sent = [.. sent, Submit(One, (0, 3), (1, 4))];
        (await _goals[1].NextCall()).Answer.SetResult(Durable);
        held.Answer.SetException(new TimeoutException());

        var repeated = await _goals[0].NextCall();
        Assert.NotEqual(1, ArrayOf(held).Length);
        Assert.Single(ArrayOf(repeated));
        Assert.Equal(held.Readings, repeated.Readings);
        repeated.Answer.SetResult(Durable);
        var waited = await _goals[0].NextCall();
        Assert.Single(ArrayOf(waited));
        waited.Answer.SetResult(Durable);
        await Task.WhenAll(sent);
    }

    [Fact]
    public async Task A_batch_of_many_streams_names_just_those_of_each_call()
    {
        var first = Submit(One, (0, 1));
        var held = await _goals[0].NextCall();
        ProducerEpoch[] many = [.. Enumerable.Range(1, 100).Select(producer => new ProducerEpoch(producer, 1))];
        Task<Submitted>[] later = [.. many.Select(stream => Submit(stream, ((int)stream.Producer % 2, 2)))];
        held.Answer.SetResult(Durable);
        await first;
        for (var goal = 0; goal < 2; goal++)
        {
            var call = await _goals[goal].NextCall();
            Assert.Equal(many.Where(stream => stream.Producer % 2 == goal), call.Sent.Streams.AsEnumerable());
            call.Answer.SetResult(Durable);
        }

        await Task.WhenAll(later);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_submission_of_which_a_goal_takes_nothing_is_done_when_the_others_have_theirs(int refusing)
    {
        var sent = Submit(One, (0, 1), (1, 2));
        HeldCall[] calls = [await _goals[0].NextCall(), await _goals[1].NextCall()];
        calls[refusing].Answer.SetResult(new Appended(Taken: false, 0, []));
        Assert.False(sent.IsCompleted);
        calls[1 - refusing].Answer.SetResult(Durable with { Position = 3 });
        var done = await sent;
        Assert.Equal(3, done.Position);
        Assert.Equal(refusing + 1, Assert.Single(done.NotTaken));
    }

    [Fact]
    public async Task A_submission_that_is_fenced_at_one_goal_fails_while_others_of_the_call_are_durable()
    {
        var first = Submit(Two, (0, 1));
        var held = await _goals[0].NextCall();
        Task<Submitted>[] later = [Submit(One, (0, 1), (1, 2)), Submit(Two, (0, 2), (1, 3))];
        held.Answer.SetResult(Durable);
        await first;
        (await _goals[0].NextCall()).Answer.SetResult(Durable with { Position = 4, Fenced = [One with { Epoch = 2 }] });
        await Assert.ThrowsAsync<ProducerFencedException>(() => later[0]);
        Assert.False(later[1].IsCompleted);
        (await _goals[1].NextCall()).Answer.SetResult(Durable with { Position = 3 });
        Assert.Equal(4, (await later[1]).Position);
    }

    [Fact]
    public async Task A_submission_is_applied_when_each_goal_has_said_so_or_has_answered()
    {
        var sent = Send(One, tellsApplied: true, (0, 1), (1, 2));
        HeldCall[] calls = [await _goals[0].NextCall(), await _goals[1].NextCall()];
        calls[1].Answer.SetResult(Durable);
        Assert.False(sent.Applied.IsCompleted);
        _senders[0].Applied(_goals[0].Telling.Dequeue().Call);
        Assert.Empty(await sent.Applied);
        Assert.False(sent.Durable.IsCompleted);
        calls[0].Answer.SetResult(Durable with { Position = 2 });
        Assert.Equal(2, (await sent.Durable).Position);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_made_breaks_its_streams_and_those_of_others_go_on()
    {
        var fails = true;
        var batcher = new IngestBatcher(index => fails ? throw new InsufficientMemoryException() : _senders[index], TimeProvider.System);
        var lost = Send(batcher, One, tellsApplied: false, (0, 1), (1, 2)).Durable;
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => lost);
        fails = false;

        // Taken now, the third reading would make the first two duplicates when they are sent again.
        var third = Send(batcher, One, tellsApplied: false, (0, 3)).Durable;
        await Assert.ThrowsAsync<StreamBrokenException>(() => third);
        var others = Send(batcher, Two, tellsApplied: false, (0, 1), (1, 2)).Durable;
        (await _goals[0].NextCall()).Answer.SetResult(Durable);
        (await _goals[1].NextCall()).Answer.SetResult(Durable);
        await others;

        var again = Send(batcher, One with { Epoch = 2 }, tellsApplied: false, (0, 1), (0, 2), (0, 3)).Durable;
        var call = await _goals[0].NextCall();
        Assert.Equal([(1, 1), (1, 2), (1, 3)], Names(call));
        call.Answer.SetResult(Durable);
        await again;
    }

    [Fact]
    public async Task A_batch_of_which_a_part_cannot_be_sent_gives_its_room_back_once_the_other_part_has_its_outcome()
    {
        var batcher = new IngestBatcher(index => index == 0 ? _senders[0] : throw new InsufficientMemoryException(), TimeProvider.System);
        var givenBack = 0;
        var submission = new Submission(3, tellsApplied: false, new HeldRoom(room => givenBack += room, 7));
        var buffer = new ReadingBuffer(3, One.Producer, 3);
        for (var sender = 0; sender < 3; sender++)
        {
            buffer.Add(sender, Instant.Earliest, 1, 1 + sender);
        }

        batcher.Add(new PendingBatch(buffer, One, submission));
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => submission.Acknowledgement.Durable);
        Assert.Equal(0, givenBack);
        (await _goals[0].NextCall()).Answer.SetResult(Durable);
        await submission.EndAsync();
        Assert.Equal(7, givenBack);
    }

    private static GoalSender[] SendersTo(HeldGoal goal, int count, ActivationThrottle throttle) =>
    [
        .. Enumerable.Range(0, count).Select(
            index => new GoalSender(null, index, goal, throttle, TimeProvider.System, () => new UnusedObserver())),
    ];

    /// <summary>Submits one reading for each goal.</summary>
    private static Task<Submitted> SubmitToAll(IngestBatcher batcher, GoalSender[] senders, long sequence)
    {
        var submission = new Submission(senders.Length, tellsApplied: false);
        var buffer = new ReadingBuffer(senders.Length, One.Producer, senders.Length);
        for (var sender = 0; sender < senders.Length; sender++)
        {
            buffer.Add(sender, Instant.Earliest, 1, sequence + sender);
        }

        batcher.Add(new PendingBatch(buffer, One, submission));
        return submission.Acknowledgement.Durable;
    }

    private Task<Submitted> Submit(ProducerEpoch from, params (int Sender, long Sequence)[] readings) =>
        Send(from, tellsApplied: false, readings).Durable;

    private Acknowledgement Send(ProducerEpoch from, bool tellsApplied, params (int Sender, long Sequence)[] readings) =>
        Send(_batcher, from, tellsApplied, readings);

    private static Acknowledgement Send(
        IngestBatcher batcher, ProducerEpoch from, bool tellsApplied, params (int Sender, long Sequence)[] readings)
    {
        var submission = new Submission(readings.Length, tellsApplied);
        var buffer = new ReadingBuffer(1 + readings.Max(reading => reading.Sender), from.Producer, readings.Length);
        foreach (var (sender, sequence) in readings)
        {
            buffer.Add(sender, Instant.Earliest, 1, sequence);
        }

        batcher.Add(new PendingBatch(buffer, from, submission));
        return submission.Acknowledgement;
    }

    private static StoredReading[] ArrayOf(HeldCall call) =>
        MemoryMarshal.TryGetArray(call.Sent.Readings, out var part) ? part.Array! : throw new InvalidOperationException("It has no array.");

    private static IEnumerable<(long, long)> Names(HeldCall call) => call.Readings.Select(reading => (reading.Producer, reading.Sequence));
}
