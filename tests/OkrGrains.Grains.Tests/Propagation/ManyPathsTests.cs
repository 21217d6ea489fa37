using System.Globalization;
using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Grains.Tests.Propagation;

/// <summary>
/// Tests that figures above more paths than any fixed number of bits can count stay current: a version sums over all paths, and one that
/// wrapped around would make the newer figures look older, which froze the goal at its first score.
/// </summary>
public sealed class ManyPathsTests
{
    private const int Width = 20;
    private const int Layers = 31;
    private const int Steps = 200;

    private static readonly GoalName _a = new(GoalKind.Kpi, "a");
    private static readonly GoalName _top = new(GoalKind.Objective, "o0-0");
    private static readonly GoalName _end = new(GoalKind.Kpi, $"c{Steps}");

    /// <summary>Each objective counts for all of the layer above: 20^30 paths, which is more than 2^128 with the positions on them.</summary>
    [Fact]
    public async Task An_objective_above_fully_linked_layers_follows_every_reading_also_after_a_restart()
    {
        using var folder = new TempFolder();
        await using var cluster = await GoalCluster.StartAsync(3, SmallTree.At, folder.Path);
        await cluster.ApplyAsync(FullyLinked());
        foreach (var (sequence, score) in new[] { (1, "0.1"), (2, "0.2"), (3, "0.3") })
        {
            await cluster.PushAsync("w", [(_a, SmallTree.At, 10)], 1, silo: sequence, producer: $"p{sequence}");
            Assert.Equal(score, (await cluster.StateAsync("w", _top, silo: sequence)).Figures!.Score!.Value.ToString());
        }

        var before = await cluster.StateAsync("w", _top);
        await cluster.RestartAsync(SmallTree.At);
        Assert.Equal(before.Version, (await cluster.StateAsync("w", _top)).Version);
        await cluster.PushAsync("w", [(_a, SmallTree.At, 10)], 1, producer: "p4");
        var after = await cluster.StateAsync("w", _top);
        Assert.Equal("0.4", after.Figures!.Score!.Value.ToString());
        Assert.True(after.Version > before.Version);
    }

    /// <summary>
    /// Each step doubles the paths and keeps the value: twice the value before it, less that value. Reconciliation, every 200 ms here, has
    /// each commit passed on again: for every path it would never end.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_formula_above_2_to_the_200_paths_follows_every_reading_also_after_a_restart(int silos)
    {
        using var folder = new TempFolder();
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path);
        await cluster.ApplyAsync(Doubling());
        foreach (var (sequence, value) in new[] { (1, "3"), (2, "6"), (3, "9") })
        {
            await cluster.PushAsync("w", [(_a, SmallTree.At, 3)], 1, silo: sequence, producer: $"p{sequence}");
            Assert.Equal(Nano.Parse(value), (await cluster.StateAsync("w", _end, silo: sequence)).Figures!.Value);
        }

        var before = await cluster.StateAsync("w", _end);
        await cluster.RestartAsync(SmallTree.At);
        Assert.Equal(before.Version, (await cluster.StateAsync("w", _end)).Version);
        await cluster.PushAsync("w", [(_a, SmallTree.At, 3)], 1, producer: "p4");
        Assert.Equal(Nano.Parse("12"), (await cluster.StateAsync("w", _end)).Figures!.Value);
    }

    private static byte[] FullyLinked()
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n  - {id: a, aggregation: sum}\nobjectives:\n");
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var i = 0; i < Width; i++)
            {
                var above = Enumerable.Range(0, layer == 0 ? 0 : Width).Select(j => $"{{objective: o{layer - 1}-{j}, weight: 1}}");
                var own = layer == Layers - 1 ? $", keyResults: [{{id: k{i}, kpi: a, baseline: 0, target: 100}}]" : "";
                plan.Append(CultureInfo.InvariantCulture, $"  - {{id: o{layer}-{i}, parents: [{string.Join(", ", above)}]{own}}}\n");
            }
        }

        return Encoding.UTF8.GetBytes(plan.ToString());
    }

    private static byte[] Doubling()
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n  - {id: a, aggregation: sum}\n  - {id: c0, formula: {sum: [a]}}\n");
        for (var step = 1; step <= Steps; step++)
        {
            plan.Append(CultureInfo.InvariantCulture, $"  - {{id: s{step}, formula: {{sum: [c{step - 1}, c{step - 1}]}}}}\n")
                .Append(CultureInfo.InvariantCulture, $"  - {{id: c{step}, formula: {{difference: [s{step}, c{step - 1}]}}}}\n");
        }

        return Encoding.UTF8.GetBytes(plan.ToString());
    }
}
