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
    public async Task A_snapshot_is_read_in_pieces_as_they_are_asked_for_and_changes_of_those_read_come_with_the_next()
    {
        const string Wide = "wide";
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var kpis = string.Join(',', Enumerable.Range(0, 100).Select(index => $$"""{id: k{{index}}, aggregation: sum}"""));
        await _cluster.ApplyAsync(System.Text.Encoding.UTF8.GetBytes($"workspace: {Wide}\nkpis: [{kpis}]"), workspace: Wide);
        var directory = await _cluster.DirectoryAsync(Wide, silo: 1);
        GoalAddress[] goals = [.. directory.Goals.Select(goal => goal.Address)];
        using var watch = _cluster.Of<GoalWatchHub>(1).Open(goals);
        Assert.True(watch.HasUnread);
        var first = await watch.NextAsync(patience.Token);
        Assert.Equal(goals[..GoalWatch.PieceSize], first.Select(state => state.Goal).OrderBy(goal => Array.IndexOf(goals, goal)));

        // A goal of the first piece and one of the second.
        DrawnReading[] readings = [SmallTree.Reading(directory.Goals[0].Row.Name, 10), SmallTree.Reading(directory.Goals[99].Row.Name, 20)];
        await new Producer(_cluster, Wide, "p").SendAsync(readings, () => 2, silo: 2);
        await _cluster.UntilAsync(
            directory.Goals[0].Row.Name, (await _cluster.TreeAsync(Wide, SmallTree.At)).Of(directory.Goals[0].Row.Name), silo: 1, Wide);
        var second = await watch.NextAsync(patience.Token);

        Assert.False(watch.HasUnread);
        Assert.Equal(
            [goals[0], .. goals[GoalWatch.PieceSize..]], second.Select(state => state.Goal).OrderBy(goal => Array.IndexOf(goals, goal)));
        Assert.NotNull(second.Single(state => state.Goal == goals[0]).Figures!.Value);
        Assert.NotNull(second.Single(state => state.Goal == goals[99]).Figures!.Value);
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
