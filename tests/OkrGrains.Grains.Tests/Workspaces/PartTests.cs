using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.WorkedCases;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>Tests of a workspace in several parts, of which some are applied and the others stay.</summary>
public sealed class PartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Parts_that_are_applied_one_after_the_other_give_what_they_give_together(int silos)
    {
        var worked = WorkedCase.Load("parts");
        var expected = worked.Expected[^1]!;
        var at = Instant.Parse((string)expected["at"]!);
        await using var cluster = await GoalCluster.StartAsync(silos, at);
        var main = Encoding.UTF8.GetString(worked.PlanTexts[0]);

        // Each half needs the other, so the first of them comes together with the second; then each is applied alone, edited and as it was.
        await cluster.ApplyAsync(worked.PlanTexts, silo: 1);
        await cluster.PushAsync(worked.Plan.Workspace, await worked.ReadReadingsAsync(), batch: 7, silo: 1);
        var edited = Encoding.UTF8.GetBytes(main.Replace("atMost: 2", "atMost: 3", StringComparison.Ordinal));
        Assert.Equal([new GoalName(GoalKind.Kpi, "waiting")], (await cluster.ApplyAsync(edited, workspace: "parts")).Changed.AsEnumerable());
        Assert.Empty((await cluster.ApplyAsync(worked.PlanTexts[1], workspace: "parts", silo: 2)).Changed);
        Assert.Equal([new GoalName(GoalKind.Kpi, "waiting")], (await cluster.ApplyAsync(worked.PlanTexts[0], workspace: "parts", silo: 1)).Changed.AsEnumerable());

        Assert.Equal(ResultLines.Of(expected), ResultLines.Of(await cluster.TreeAsync("parts", at, silo: 2)));
    }

    [Fact]
    public async Task Pruning_takes_goals_of_the_given_part_only()
    {
        await using var cluster = await GoalCluster.StartAsync(3, SmallTree.At);
        await cluster.ApplyAsync([Plan("main", "a", "b"), Plan("tills", "c", "d")]);

        var missing = await cluster.ApplyAsync(Plan("tills", "c"), silo: 1);
        Assert.Equal([Kpi("d")], missing.Missing.AsEnumerable());
        var pruned = await cluster.ApplyAsync(Plan("tills", "c"), prune: true, silo: 2);
        Assert.Equal([Kpi("d")], pruned.Removed.AsEnumerable());
        Assert.Equal(3, pruned.UnchangedCount);

        var gone = await cluster.ApplyAsync(Plan("tills"), prune: true, silo: 1);
        Assert.Equal([Kpi("c")], gone.Removed.AsEnumerable());
        Assert.Empty((await cluster.DirectoryAsync("w", 2)).Settings.Parts);
    }

    [Fact]
    public async Task A_part_that_no_longer_fits_the_stored_ones_is_not_applied()
    {
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At);
        await cluster.ApplyAsync([Plan("main", "a"), Plan("tills", "c")]);

        var outdated = await cluster.ApplyAsync(Plan("tills", "a"), prune: true);

        Assert.True(outdated.IsOutdated);
        Assert.Equal(["a", "c"], (await cluster.DirectoryAsync("w", 0)).Goals.Select(goal => goal.Row.Name.Id));
    }

    private static GoalName Kpi(string id) => new(GoalKind.Kpi, id);

    private static byte[] Plan(string part, params string[] kpis) => Encoding.UTF8.GetBytes(
        $"workspace: w\npart: {part}\nkpis: [{string.Join(", ", kpis.Select(id => $"{{id: {id}, target: 1}}"))}]\n");
}
