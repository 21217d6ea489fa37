using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Watching;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Workspaces;

public sealed class DeletionTests
{
    private static readonly DrawnReading[] Readings =
        [SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.A, 10), SmallTree.Reading(SmallTree.B, 7)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_goal_of_a_deleted_workspace_takes_anything_and_its_watches_are_told(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        await cluster.ApplyAsync(SmallTree.Plan);
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(Readings, () => 2, silo: silos - 1);
        var directory = await cluster.DirectoryAsync(SmallTree.Workspace);
        var goal = directory.ByName[SmallTree.A].Address;
        using var session = await cluster.Of<IngestGateway>(0).OpenAsync(SmallTree.Workspace, "q", acknowledged: 0, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var watch = cluster.Of<GoalWatchHub>(silos - 1).Open([goal]);
        Assert.NotNull((await watch.NextAsync(patience.Token))[^1].Figures);

        Assert.Equal(new Deleted(DeleteOutcome.Done, 1), await DeleteAsync(cluster, silos - 1));

        // That it returns nothing has a client look at the plan.
        Assert.Empty(await watch.NextAsync(patience.Token));
        Assert.Null(await cluster.Of<GoalDirectory>(0).FindAsync(SmallTree.Workspace, CancellationToken.None));
        var position = cluster.Store.LastPosition;
        RoutedReading[] late = [new RoutedReading(session.SenderTo(goal), SmallTree.At, 5, 1)];
        Assert.Equal(1L, Assert.Single((await session.SubmitAsync(late, 1)).NotTaken));
        Assert.Equal(CheckInOutcome.UnknownGoal, (await GrainsOfGoals.Of(
            cluster.Of<IGrainFactory>(0), directory.ByName[SmallTree.Top].Address).CheckIn(Entry)).Outcome);
        Assert.Null((await cluster.Store.ReadSubtreeAsync(goal.Number, null, SubtreeScope.Whole, default))?.Goals);
        Assert.All(
            (await cluster.Store.ReadStatesAsync(0, 100, default)).Select(state => state.Position), at => Assert.True(at <= position));
        Assert.Equal(DeleteOutcome.UnknownWorkspace, (await DeleteAsync(cluster, 0)).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_plan_that_is_applied_again_begins_from_nothing(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        for (var generation = 1; generation <= 3; generation++)
        {
            await cluster.ApplyAsync(SmallTree.Plan, silo: generation, workspace: SmallTree.Workspace);
            Assert.Equal(generation, (await cluster.DirectoryAsync(SmallTree.Workspace)).Generation);
            SmallTree.AssertEqual(SmallTree.Expected([]), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));

            // The same producer with the same sequences: nothing is taken for a duplicate.
            await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(Readings, () => 2, silo: 1);
            SmallTree.AssertEqual(
                SmallTree.Expected(Readings), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At, silo: generation));
            Assert.Equal(new Deleted(DeleteOutcome.Done, generation), await DeleteAsync(cluster, generation, erases: generation == 2));
        }

        await cluster.RestartAsync(SmallTree.At);
        Assert.Empty(await cluster.Store.ReadWorkspacesAsync(default));
        await cluster.ApplyAsync(SmallTree.Plan);
        SmallTree.AssertEqual(SmallTree.Expected([]), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }

    [Fact]
    public async Task Goals_in_memory_that_a_crash_left_untold_are_told_by_reconciliation()
    {
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(3, SmallTree.At, wrap: inner => store = new WatchedStore(inner));
        await cluster.ApplyAsync(SmallTree.Plan);
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(Readings, () => 2, silo: 1);
        var goals = (await cluster.DirectoryAsync(SmallTree.Workspace)).Goals.Select(goal => goal.Address).ToList();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var watches = goals.ConvertAll(goal => cluster.Of<GoalWatchHub>(2).Open([goal]));
        foreach (var watch in watches)
        {
            await watch.NextAsync(patience.Token);
        }

        store!.AfterDefine = () => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(() => DeleteAsync(cluster, 0));
        foreach (var watch in watches)
        {
            while ((await watch.NextAsync(patience.Token)).Count > 0)
            {
            }

            watch.Dispose();
        }
    }

    [Fact]
    public async Task Readings_that_arrive_during_a_deletion_either_count_before_it_or_are_rejected()
    {
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At, wrap: inner => store = new WatchedStore(inner));
        await cluster.ApplyAsync(SmallTree.Plan);
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(Readings, () => 2, silo: 0);
        var goal = (await cluster.DirectoryAsync(SmallTree.Workspace)).ByName[SmallTree.A].Address;
        using var session = await cluster.Of<IngestGateway>(0).OpenAsync(SmallTree.Workspace, "q", acknowledged: 0, CancellationToken.None);
        var appending = new TaskCompletionSource();
        var deleted = new TaskCompletionSource();
        store!.BeforeAppend = async _ =>
        {
            appending.TrySetResult();
            await deleted.Task;
        };
        RoutedReading[] late = [new RoutedReading(session.SenderTo(goal), SmallTree.At, 5, 1)];
        var sent = session.SubmitAsync(late, 1);
        await appending.Task;
        store.AfterDefine = () =>
        {
            deleted.TrySetResult();
            return Task.CompletedTask;
        };
        await DeleteAsync(cluster, 0);
        Assert.Equal(1L, Assert.Single((await sent).NotTaken));
    }

    private static CheckInEntry Entry => new("ann", "n", null, "", null, default);

    private static Task<Deleted> DeleteAsync(GoalCluster cluster, int silo, bool erases = false) =>
        cluster.Of<IGrainFactory>(silo).GetGrain<IWorkspaceGrain>(SmallTree.Workspace).Delete(new DeleteChange("eve", "", null, erases));
}
