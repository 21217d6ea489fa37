using System.Text;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Tests.Queries;

public sealed class RevisionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_goal_can_be_asked_for_under_its_first_and_under_its_current_target(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        var byA = new GoalName(GoalKind.KeyResult, "by-a");
        var first = await cluster.ApplyAsync(Plan("kpi: a, target: 1000"));
        await cluster.PushAsync("w", [(SmallTree.A, SmallTree.At, 100)], 1);
        var second = await cluster.ApplyAsync(Plan("kpi: a, target: 500"), silo: 1);
        await cluster.PushAsync("w", [(SmallTree.A, SmallTree.At, 50)], 1, producer: "q");

        Assert.Equal("0.15", await ScoreAsync(cluster, byA, first.Revision));
        Assert.Equal("0.3", await ScoreAsync(cluster, byA, second.Revision));
        Assert.Equal("0.3", await ScoreAsync(cluster, byA, second.Revision + 1000));
        Assert.Null(await ScoreAsync(cluster, byA, first.Revision - 1));
        Assert.Equal((await cluster.StateAsync("w", byA)).Figures!.Score!.Value.ToString(), await ScoreAsync(cluster, byA, second.Revision));
    }

    [Fact]
    public async Task An_older_definition_finds_a_kpi_that_was_renamed_or_removed_since()
    {
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At);
        var byA = new GoalName(GoalKind.KeyResult, "by-a");
        var first = await cluster.ApplyAsync(Plan("kpi: a, target: 1000"));
        await cluster.PushAsync("w", [(SmallTree.A, SmallTree.At, 100), (SmallTree.B, SmallTree.At, 40)], 2);
        var second = await cluster.ApplyAsync(Plan("kpi: b, target: 80"));
        await RenameAsync(cluster, SmallTree.A, "aa");
        var pruned = Encoding.UTF8.GetBytes("workspace: w\nkpis: [{id: b, aggregation: sum}]\nobjectives: [{id: top, keyResults: [{id: by-a, measure: {}, target: 4}]}]");
        await cluster.ApplyAsync(pruned, prune: true);
        Assert.Equal("0.1", await ScoreAsync(cluster, byA, first.Revision));
        Assert.Equal("0.5", await ScoreAsync(cluster, byA, second.Revision));
    }

    [Fact]
    public async Task A_definition_that_does_not_fit_any_more_is_refused()
    {
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At);
        static byte[] Formulas(string a, string b) => Encoding.UTF8.GetBytes($"workspace: w\nkpis: [{{id: a, {a}}}, {{id: b, {b}}}]");
        var first = await cluster.ApplyAsync(Formulas("'formula': {sum: [b]}", "aggregation: sum"));
        await cluster.ApplyAsync(Formulas("aggregation: sum", "formula: {sum: [a]}"));
        await Assert.ThrowsAsync<ObsoleteDefinitionException>(() => ScoreAsync(cluster, SmallTree.A, first.Revision));
    }

    internal static Task<Renamed> RenameAsync(GoalCluster cluster, GoalName goal, string id, long? known = null) =>
        cluster.Of<IGrainFactory>(1).GetGrain<IWorkspaceGrain>("w").Rename(new RenameChange(goal, id, "ann", "clearer", known));

    private static byte[] Plan(string measured) => Encoding.UTF8.GetBytes($$"""
        workspace: w
        kpis:
          - {id: a, aggregation: sum}
          - {id: b, aggregation: sum}
        objectives:
          - id: top
            keyResults: [{id: by-a, {{measured}}}]
        """);

    private static async Task<string?> ScoreAsync(GoalCluster cluster, GoalName goal, long revision)
    {
        var directory = await cluster.DirectoryAsync("w");
        var past = await cluster.Of<RevisionReader>(0).ReadAsync(directory, directory.ByName[goal], revision, CancellationToken.None);
        return past?.Figures.Score?.ToString();
    }
}
