using System.Text;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>Tests of a plan whose apply breaks off between its commit and telling the goals.</summary>
public sealed class UntoldTests
{
    [Theory]
    [InlineData("{id: by-b, kpi: b, weight: 3}", "{id: by-b, kpi: b, weight: 1}")]
    [InlineData("aggregation: sum, target: 1000", "aggregation: max, target: 500")]
    [InlineData("    parents: [{objective: top}]\n", "")]
    public async Task Reconciliation_tells_every_goal_in_memory(string before, string after)
    {
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallTree.Plan).Replace(before, after, StringComparison.Ordinal));
        Assert.NotEqual(SmallTree.Plan, changed);
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(3, SmallTree.At, wrap: inner => store = new WatchedStore(inner));
        await cluster.ApplyAsync(SmallTree.Plan);
        DrawnReading[] readings =
            [SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.A, 10), SmallTree.Reading(SmallTree.B, 7)];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 2, silo: 1);
        SmallTree.AssertEqual(SmallTree.Expected(readings), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));

        store!.AfterDefine = () => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(() => cluster.ApplyAsync(changed));
        var expected = SmallTree.Expected(readings, plan: changed);
        foreach (var goal in (await cluster.DirectoryAsync(SmallTree.Workspace)).Goals)
        {
            await cluster.UntilAsync(goal.Row.Name, expected.Of(goal.Row.Name), silo: 2);
        }

        SmallTree.AssertEqual(expected, await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }
}
