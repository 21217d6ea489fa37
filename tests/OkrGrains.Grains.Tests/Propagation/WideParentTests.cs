using System.Text;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Model.Goals;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Propagation;

/// <summary>Tests of objectives with so many key results that combiners stand in between.</summary>
public sealed class WideParentTests
{
    private static readonly (string Id, string Rules, int Children)[] _objectives =
    [
        ("average", "noData: exclude", 1000), ("least", "rollup: minimum", 300), ("greatest", "rollup: maximum, noData: exclude", 300),
    ];

    private static readonly byte[] _plan = Encoding.UTF8.GetBytes($"""
        workspace: w
        objectives:
        {string.Join('\n', _objectives.SelectMany(Lines))}
        """);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Their_scores_are_exact_live_and_after_a_restart(int silos)
    {
        using var folder = new TempFolder();
        var readings = Readings();
        var expected = SmallTree.Expected(readings, plan: _plan);
        await using (var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path))
        {
            await cluster.ApplyAsync(_plan);
            await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 100, silo: 1);
            SmallTree.AssertEqual(expected, await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At, silo: 2));
        }

        WatchedStore? store = null;
        await using var restarted = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path, inner => store = new WatchedStore(inner));
        var directory = await restarted.DirectoryAsync(SmallTree.Workspace);
        var parents = directory.Goals.Where(goal => goal.Row.Name.Kind == GoalKind.Objective).ToList();
        var states = await restarted.Of<TreeReader>(1).ReadAsync(directory, parents, upToDate: false, CancellationToken.None);
        Assert.Equal(expected.Objectives.Select(objective => objective.Figures), states.Select(state => state.Figures!));
        Assert.Equal(parents.Select(parent => parent.Address.Number).Order(), store!.Loaded.Order());
        DrawnReading[] more = [SmallTree.Reading(new(GoalKind.KeyResult, "average-7"), 3)];
        await new Producer(restarted, SmallTree.Workspace, "q").SendAsync(more, () => 1, silo: 0);
        await restarted.UntilAsync(
            new(GoalKind.Objective, "average"),
            SmallTree.Expected(readings.Concat(more), plan: _plan).Of(new(GoalKind.Objective, "average")),
            silo: 2);
    }

    private static IEnumerable<string> Lines((string Id, string Rules, int Children) objective) =>
        Enumerable.Range(0, objective.Children)
            .Select(i => $"      - {{id: {objective.Id}-{i}, measure: {{}}, target: 1000, weight: {i % 7}}}")
            .Prepend($"  - id: {objective.Id}\n    {objective.Rules.Replace(", ", "\n    ", StringComparison.Ordinal)}\n    keyResults:");

    /// <summary>Returns readings of all key results except every eleventh.</summary>
    private static List<DrawnReading> Readings() =>
    [
        .. from objective in _objectives
           from i in Enumerable.Range(0, objective.Children)
           where i % 11 != 3
           select SmallTree.Reading(new(GoalKind.KeyResult, $"{objective.Id}-{i}"), 1 + (i % 997)),
    ];
}
