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
        var changed = Replaced(SmallTree.Plan, before, after);
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

    [Fact]
    public async Task A_goal_that_cannot_be_loaded_keeps_no_goal_of_another_workspace_from_being_told()
    {
        const string Other = "a";
        byte[] changed = Replaced(SmallTree.Plan, "weight: 3", "weight: 1");
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(
            1, SmallTree.At, wrap: inner => store = new WatchedStore(inner), repeat: TimeSpan.FromMilliseconds(50));
        await cluster.ApplyAsync(SmallTree.Plan);
        await cluster.ApplyAsync(Replaced(SmallTree.Plan, "workspace: w", "workspace: a"));
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.B, 7)];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 2, silo: 0);
        await new Producer(cluster, Other, "p").SendAsync(readings, () => 2, silo: 0);
        var damaged = (await cluster.DirectoryAsync(Other)).Goals.Select(goal => goal.Address.Number).ToHashSet();
        store!.BeforeLoad = goal =>
        {
            if (damaged.Contains(goal))
            {
                throw new IOException("It cannot be read.");
            }
        };

        store.AfterDefine = () => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(() => cluster.ApplyAsync(Replaced(changed, "workspace: w", "workspace: a")));
        await Assert.ThrowsAsync<IOException>(() => cluster.ApplyAsync(changed));
        var expected = SmallTree.Expected(readings, plan: changed);
        await cluster.UntilAsync(SmallTree.Top, expected.Of(SmallTree.Top));

        // What could not be told is told later.
        store.BeforeLoad = _ => { };
        await cluster.UntilAsync(SmallTree.Top, expected.Of(SmallTree.Top), workspace: Other);
    }

    private static byte[] Replaced(byte[] plan, string before, string after)
    {
        var changed = Encoding.UTF8.GetString(plan).Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(Encoding.UTF8.GetString(plan), changed);
        return Encoding.UTF8.GetBytes(changed);
    }
}
