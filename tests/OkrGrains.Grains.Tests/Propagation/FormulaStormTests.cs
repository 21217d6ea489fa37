using System.Globalization;
using System.Text;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Propagation;

/// <summary>Tests that a plan of formulas costs what its goals and operands cost, and not their product.</summary>
public sealed class FormulaStormTests
{
    /// <summary>Each formula adds up all before it.</summary>
    private static byte[] Triangle(int formulas) => Plan(formulas, i => string.Join(", ", Enumerable.Range(1, i - 1).Select(j => $"d{j}").Prepend("d0")));

    private static byte[] Chain(int formulas) => Plan(formulas, i => $"d{i - 1}");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_triangle_is_read_about_once_by_each_silo_and_is_exact(int silos)
    {
        const int formulas = 150;
        var rows = await RowsAsync(Triangle(formulas), formulas, silos, top: 40, 3 * (1L << 39));

        // Read goal by goal it would be 590,000.
        Assert.InRange(rows, formulas, silos * 60_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_chain_is_read_about_once_by_each_silo_and_is_exact(int silos)
    {
        const int formulas = 1_500;
        var rows = await RowsAsync(Chain(formulas), formulas, silos, top: formulas, 3);

        // Read goal by goal it would be 2.2 million.
        Assert.InRange(rows, formulas, silos * 300_000);
    }

    [Fact]
    public async Task A_goal_with_many_operands_and_one_that_many_read_weigh_more_than_others()
    {
        const int formulas = 130;
        using var folder = new TempFolder();
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At, folder.Path);
        await cluster.ApplyAsync(Triangle(formulas));
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync([SmallTree.Reading(new(GoalKind.Kpi, "d0"), 3)], () => 1, silo: 0);
        await cluster.StateAsync(SmallTree.Workspace, new(GoalKind.Kpi, $"d{formulas}"), silo: 0);
        var directory = await cluster.DirectoryAsync(SmallTree.Workspace, 0);
        var weights = cluster.Of<ActiveGrains>(0).Of(SmallTree.Workspace).ToDictionary(grain => grain.Goal, grain => grain.Weight);

        // 130 formulas read d0. d1 has one operand and 129 goals above, d64 has 64 and 66, d130 has 130 and none.
        Assert.Equal([1 + 8, 1 + 8, 1 + 1 + 4, 1 + 2], new[] { "d0", "d1", "d64", "d130" }.Select(Weight));

        int Weight(string kpi) => weights[directory.ByName[new(GoalKind.Kpi, kpi)].Address.Number];
    }

    /// <summary>Sends the first reading to a plan of which nothing is in memory, and waits for the top.</summary>
    /// <returns>The number of goals and edges that were read from the store.</returns>
    private static async Task<int> RowsAsync(byte[] plan, int formulas, int silos, int top, long value)
    {
        using var folder = new TempFolder();
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path, inner => store = new WatchedStore(inner));
        await cluster.ApplyAsync(plan);
        DrawnReading[] readings = [SmallTree.Reading(new(GoalKind.Kpi, "d0"), 3)];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 1, silo: 0);

        var state = await cluster.StateAsync(SmallTree.Workspace, new(GoalKind.Kpi, $"d{top}"), silo: 1);
        Assert.Equal(Nano.Parse(value.ToString(CultureInfo.InvariantCulture)), state.Figures!.Value);
        var last = await cluster.StateAsync(SmallTree.Workspace, new(GoalKind.Kpi, $"d{formulas}"), silo: 1);
        Assert.Equal(top == formulas ? state.Figures.Value : null, last.Figures!.Value);
        return store!.RowsLoaded;
    }

    private static byte[] Plan(int formulas, Func<int, string> operands) => Encoding.UTF8.GetBytes($"""
        workspace: w
        kpis:
          - id: d0
            aggregation: sum
        {string.Join('\n', Enumerable.Range(1, formulas).Select(i => $"  - {{id: d{i}, formula: {{sum: [{operands(i)}]}}}}"))}
        """);
}
