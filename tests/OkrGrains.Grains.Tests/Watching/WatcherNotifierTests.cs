using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Watching;

public sealed class WatcherNotifierTests
{
    private readonly WatcherNotifier _notifier = new(new FakeTimeProvider());

    [Fact]
    public void A_new_watcher_is_told_of_a_state_that_a_former_one_was_told_last()
    {
        var state = new GoalState(new GoalAddress("w", 1, GoalKind.Kpi), GoalVersion.None, Instant.Earliest, null);
        var former = new Told();
        _notifier.Renew(former);
        _notifier.Offer(state);
        _notifier.Offer(state);
        Assert.Equal(1, former.Times);

        _notifier.Remove(former);
        var newer = new Told();
        _notifier.Renew(newer);
        _notifier.Offer(state);
        Assert.Equal(1, newer.Times);
    }

    private sealed class Told : IGoalWatcher
    {
        public int Times { get; private set; }

        public Task Changed(GoalState state)
        {
            Times++;
            return Task.CompletedTask;
        }
    }
}
