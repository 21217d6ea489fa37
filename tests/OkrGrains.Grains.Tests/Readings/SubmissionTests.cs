using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class SubmissionTests
{
    [Fact]
    public async Task It_is_done_at_the_greatest_position_once_every_part_is()
    {
        var submission = new Submission(2);
        submission.Complete(9, []);
        Assert.False(submission.Done.IsCompleted);
        submission.Complete(5, [3]);
        var done = await submission.Done;
        Assert.Equal(9, done.Position);
        Assert.Equal(3, Assert.Single(done.NotTaken));
    }

    [Fact]
    public async Task It_is_applied_once_every_part_is_held_or_done_with_what_is_known_not_to_be_taken_by_then()
    {
        var submission = new Submission(3);
        submission.Apply();
        submission.Complete(0, [7]);
        Assert.False(submission.Applied.IsCompleted);
        submission.Apply();
        Assert.Equal(7, Assert.Single(await submission.Applied));
        submission.Complete(4, [], wasApplied: true);
        submission.Complete(4, [8], wasApplied: true);
        Assert.Equal([7, 8], (await submission.Done).NotTaken.AsEnumerable());
    }

    [Fact]
    public async Task One_failed_part_fails_it_and_what_comes_after_does_not_matter()
    {
        var submission = new Submission(3);
        submission.Fail(new ProducerFencedException());
        submission.Complete(1, []);
        submission.Complete(2, []);
        submission.Fail(new InvalidOperationException());
        await Assert.ThrowsAsync<ProducerFencedException>(() => submission.Done);
    }
}
