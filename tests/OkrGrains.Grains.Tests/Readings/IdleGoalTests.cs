using System.Text;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>Tests of a KPI that has readings and is derived for a while.</summary>
public sealed class IdleGoalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task It_is_not_stale_for_ever_and_its_readings_count_again(int silos)
    {
        var derived = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallTree.Plan).Replace(
            "aggregation: sum, window: {rolling: P10D}, empty: zero,", "formula: {sum: [a]},", StringComparison.Ordinal));
        Assert.NotEqual(SmallTree.Plan, derived);
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        await cluster.ApplyAsync(SmallTree.Plan);
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.A, 10), SmallTree.Reading(SmallTree.B, 7)];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 2, silo: 1);

        await cluster.ApplyAsync(derived);
        Assert.Empty(await cluster.Store.ReadStaleAsync(SmallTree.At, StaleState.BeforeAll, 10, CancellationToken.None));
        SmallTree.AssertEqual(SmallTree.Expected(readings, plan: derived), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));

        await cluster.ApplyAsync(SmallTree.Plan);
        SmallTree.AssertEqual(SmallTree.Expected(readings), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }
}
