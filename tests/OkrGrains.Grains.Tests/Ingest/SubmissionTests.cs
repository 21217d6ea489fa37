using OkrGrains.Grains.Ingest;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class SubmissionTests
{
    [Fact]
    public async Task It_is_done_at_the_greatest_position_once_every_reading_is()
    {
        var submission = new Submission(6, tellsApplied: false);
        submission.Complete(3, 9);
        submission.Complete(2, 5);
        Assert.False(submission.Acknowledgement.Durable.IsCompleted);
        submission.Refuse([Reading(3)], wasApplied: false);
        var done = await submission.Acknowledgement.Durable;
        Assert.Equal(9, done.Position);
        Assert.Equal(3, Assert.Single(done.NotTaken));
    }

    [Fact]
    public async Task It_is_applied_once_every_reading_is_held_or_done_with_what_is_known_not_to_be_taken_by_then()
    {
        var submission = new Submission(5, tellsApplied: true);
        var acknowledgement = submission.Acknowledgement;
        submission.Apply(2);
        submission.Refuse([Reading(7)], wasApplied: false);
        Assert.False(acknowledgement.Applied.IsCompleted);
        submission.Apply(2);
        Assert.Equal(7, Assert.Single(await acknowledgement.Applied));
        submission.Complete(3, 4);
        submission.Refuse([Reading(8)], wasApplied: true);
        Assert.Equal([7, 8], (await acknowledgement.Durable).NotTaken.AsEnumerable());
    }

    [Fact]
    public async Task Where_nobody_asks_it_is_applied_when_it_is_durable()
    {
        var submission = new Submission(1, tellsApplied: false);
        var acknowledgement = submission.Acknowledgement;
        Assert.False(acknowledgement.Applied.IsCompleted);
        submission.Refuse([Reading(7)], wasApplied: false);
        Assert.Equal(7, Assert.Single(await acknowledgement.Applied));
    }

    [Fact]
    public async Task What_fails_once_has_failed_and_what_comes_after_does_not_matter()
    {
        var submission = new Submission(3, tellsApplied: true);
        submission.Fail(1, new ProducerFencedException());
        submission.Complete(1, 1);
        submission.Fail(1, new InvalidOperationException());
        await Assert.ThrowsAsync<ProducerFencedException>(() => submission.Acknowledgement.Durable);
        await Assert.ThrowsAsync<ProducerFencedException>(() => submission.Acknowledgement.Applied);
    }

    [Fact]
    public async Task What_failed_has_ended_only_once_nothing_of_it_is_open()
    {
        var submission = new Submission(4, tellsApplied: false);
        var ended = submission.Acknowledgement.EndAsync();
        submission.Fail(1, new ProducerFencedException());
        await Assert.ThrowsAsync<ProducerFencedException>(() => submission.Acknowledgement.Durable);
        submission.Complete(1, 1);
        submission.Refuse([Reading(7)], wasApplied: false);
        Assert.False(ended.IsCompleted);
        Assert.False(submission.Acknowledgement.EndAsync().IsCompleted);

        submission.Fail(1, new InvalidOperationException());

        await ended;
        await submission.Acknowledgement.EndAsync();
    }

    [Fact]
    public void Its_room_is_given_back_once_and_only_when_nothing_of_it_is_open()
    {
        var given = new List<int>();
        var submission = new Submission(3, tellsApplied: false, new HeldRoom(given.Add, 5));
        submission.Fail(1, new ProducerFencedException());
        submission.Complete(1, 1);
        Assert.Empty(given);

        submission.Refuse([Reading(7)], wasApplied: false);
        Assert.Equal([5], given);

        // A batch that is given up may have been sent in part before.
        submission.Fail(3, new ProducerFencedException());
        Assert.Equal([5], given);
    }

    private static StoredReading Reading(long sequence) => new(Instant.Earliest, 1, 1, sequence);
}
