using OkrGrains.Grains.Time;

namespace OkrGrains.Grains.Tests.Time;

public sealed class BackoffTests
{
    [Fact]
    public void Each_pause_is_twice_as_long_as_the_one_before_up_to_the_longest()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100));
        double[] pauses = [.. Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalMilliseconds)];
        Assert.Equal([20, 40, 80, 100, 100], pauses);
    }

    [Fact]
    public void After_a_success_it_starts_again_with_the_first()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100));
        backoff.Next();
        backoff.Next();
        backoff.Reset();
        Assert.Equal(TimeSpan.FromMilliseconds(20), backoff.Next());
        Assert.Equal(TimeSpan.FromMilliseconds(40), backoff.Next());
    }
}
