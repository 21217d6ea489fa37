using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Watching;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Watching;

public sealed class WatchTests : IAsyncLifetime
{
    private GoalCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GoalCluster.StartAsync(3, SmallTree.At);
        await _cluster.ApplyAsync(SmallTree.Plan);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_watch_in_one_silo_sees_what_comes_through_another()
    {
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.A, 10), SmallTree.Reading(SmallTree.B, 20)];
        var watching = _cluster.UntilAsync(SmallTree.Top, SmallTree.Expected(readings).Of(SmallTree.Top), silo: 1);
        await new Producer(_cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 1, silo: 2);
        await watching;
    }

    [Fact]
    public async Task A_slow_client_is_given_the_newest_state_of_each_goal_once()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var directory = await _cluster.DirectoryAsync(SmallTree.Workspace);
        var hub = _cluster.Of<GoalWatchHub>(1);
        GoalAddress[] goals = [directory.ByName[SmallTree.A].Address, directory.ByName[SmallTree.Top].Address];
        using var slow = hub.Open(goals);
        Assert.Equal(2, (await slow.NextAsync(patience.Token)).Count);
        DrawnReading[] readings = [.. Enumerable.Range(1, 50).Select(i => SmallTree.Reading(SmallTree.A, i))];
        await new Producer(_cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 1, silo: 2);
        var expected = SmallTree.Expected(readings);

        // Watches of one silo are told in the order in which they were opened.
        await _cluster.UntilAsync(SmallTree.A, expected.Of(SmallTree.A), silo: 1);
        await _cluster.UntilAsync(SmallTree.Top, expected.Of(SmallTree.Top), silo: 1);
        var states = await slow.NextAsync(patience.Token);
        Assert.Equal(goals.Select(goal => goal.Number).Order(), states.Select(state => state.Goal.Number).Order());
        Assert.Equal(expected.Of(SmallTree.Top), states.Single(state => state.Goal == goals[1]).Figures);
        Assert.Equal(expected.Of(SmallTree.A), states.Single(state => state.Goal == goals[0]).Figures);
    }

    [Fact]
    public async Task A_watcher_that_never_answers_holds_up_nobody()
    {
        var stuck = new Stuck();
        var reference = _cluster.Of<IGrainFactory>(0).CreateObjectReference<IGoalWatcher>(stuck);
        await (await _cluster.GrainAsync(SmallTree.Top)).Watch(reference);
        DrawnReading[] first = [SmallTree.Reading(SmallTree.A, 10)];
        var producer = new Producer(_cluster, SmallTree.Workspace, "p");
        await producer.SendAsync(first, () => 1, silo: 0);
        await stuck.Called.Task;
        DrawnReading[] second = [SmallTree.Reading(SmallTree.A, 20)];
        await producer.SendAsync(second, () => 1, silo: 0);
        await _cluster.UntilAsync(SmallTree.Top, SmallTree.Expected(first.Concat(second)).Of(SmallTree.Top), silo: 2);
        stuck.Answer.SetResult();
    }

    private sealed class Stuck : IGoalWatcher
    {
        public TaskCompletionSource Called { get; } = new();

        public TaskCompletionSource Answer { get; } = new();

        public Task Changed(GoalState state)
        {
            Called.TrySetResult();
            return Answer.Task;
        }
    }
}
