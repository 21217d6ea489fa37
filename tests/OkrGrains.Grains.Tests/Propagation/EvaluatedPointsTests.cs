using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class EvaluatedPointsTests
{
    private static readonly ReadPoint _captured = new(new Instant(7), ReadPart.Window);

    [Fact]
    public void What_several_senders_send_is_evaluated_once_a_version_and_kept_once()
    {
        var goal = new CountedGoal();
        var points = new EvaluatedPoints(goal, [ReadPoint.Now, _captured], isShared: true);
        var first = points.Current();
        Assert.Equal([ReadPoint.Now, _captured], first.Select(contribution => contribution.At));
        Assert.True(first == points.Current());
        Assert.Equal(2, goal.Evaluations);

        goal.Revision++;
        var second = points.Current();
        Assert.Equal([2, 2], second.Select(contribution => contribution.Version.Revision));
        Assert.True(second == points.Current());
        Assert.Equal(4, goal.Evaluations);
    }

    [Fact]
    public void What_one_sender_sends_is_not_kept()
    {
        var goal = new CountedGoal();
        var points = new EvaluatedPoints(goal, ReadPoint.OnlyNow, isShared: false);
        Assert.False(points.Current() == points.Current());
        Assert.Equal(2, goal.Evaluations);
    }

    /// <summary>A goal that counts its evaluations.</summary>
    private sealed class CountedGoal : IContributionOwner
    {
        public int Evaluations { get; private set; }

        public long Revision { get; set; } = 1;

        public bool IsWatched => false;

        public GoalVersion Version => new(Revision, default, default);

        public Contribution ContributionAt(ReadPoint point)
        {
            Evaluations++;
            return new Contribution { Child = 1, At = point, Version = Version };
        }

        public ReadAtLeastResult Answer() => throw new NotSupportedException();

        public Task LoadAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public void TellOthers() => throw new NotSupportedException();
    }
}
