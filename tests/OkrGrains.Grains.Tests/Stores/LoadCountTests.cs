using OkrGrains.Model.Goals;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Grains.Tests.Stores;

/// <summary>Counts the reads of the store that it takes to activate a goal.</summary>
public sealed class LoadCountTests
{
    [Theory]
    [InlineData(GoalKind.Kpi, "b")]
    [InlineData(GoalKind.KeyResult, "by-a")]
    [InlineData(GoalKind.Objective, "top")]
    public async Task A_goal_is_loaded_by_one_read_of_the_store(GoalKind kind, string id)
    {
        using var folder = new TempFolder();
        await using (var filled = await GoalCluster.StartAsync(1, SmallTree.At, folder.Path))
        {
            await filled.ApplyAsync(SmallTree.Plan);
            await new Producer(filled, SmallTree.Workspace, "p").SendAsync([SmallTree.Reading(SmallTree.A, 100)], () => 1, silo: 0);
        }

        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(
            1, SmallTree.At, folder.Path, inner => store = new WatchedStore(inner), repeat: TimeSpan.FromHours(1));
        var goal = (await cluster.DirectoryAsync(SmallTree.Workspace)).ByName[new(kind, id)].Address;
        await (await cluster.GrainAsync(new(kind, id))).Read(SmallTree.At);

        Assert.Equal([goal.Number], store!.Loaded);
        Assert.Equal(0, store.SingleReads);
    }
}
