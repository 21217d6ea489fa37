using System.Text.Json.Nodes;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Tests of a plan that comes back from a server, and of what an apply says without applying.</summary>
public sealed class ExportTests
{
    private const string Plan =
        """
        workspace: w
        cycles: [{id: q1, start: 2026-01-01, end: 2026-04-01}]
        kpis:
          - {id: revenue, aggregation: sum, window: month}
          - {id: gone, target: 5}
        objectives:
          - {id: grow, cycle: q1, keyResults: [{id: more, kpi: revenue, target: 110}]}
        """;

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    public async Task An_exported_plan_applies_to_the_same(string output)
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Plan));
        var file = server.Write("exported", (await server.RunAsync("export", "--output", output)).Out);
        Assert.Contains(": 0 added, 0 changed, 0 restored, 0 removed, 4 unchanged", (await server.RunAsync("apply", file)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_each_key_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Plan));
        var before = (await server.RunAsync("export", "--output", "json")).Out;
        var edited = server.Write(
            "edited.yaml",
            Plan.Replace("target: 110", "target: 120, owner: ann", StringComparison.Ordinal)
                .Replace("gone, target: 5", "fresh, target: 5", StringComparison.Ordinal)
                .Replace("end: 2026-04-01", "end: 2026-07-01", StringComparison.Ordinal));
        var refused = await server.TryAsync("apply", edited, "--dry-run");
        Assert.Equal(1, refused.Item1);
        Assert.Contains("--prune", refused.Item2, StringComparison.Ordinal);

        var lines = (await server.RunAsync("apply", edited, "--dry-run", "--prune")).Out.Split('\n');
        Assert.Contains("added workspaces/w/kpis/fresh", lines);
        Assert.Contains("changed workspaces/w/keyResults/more", lines);
        Assert.Contains("removed workspaces/w/kpis/gone", lines);
        Assert.Contains("workspaces/w/keyResults/more owner: none → \"ann\"", lines);
        Assert.Contains("workspaces/w/keyResults/more target: 110 → 120", lines);
        Assert.Contains(lines, line => line.StartsWith("workspaces/w cycles: [{\"id\":\"q1\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("would change from revision", StringComparison.Ordinal));
        Assert.Equal(before, (await server.RunAsync("export", "--output", "json")).Out);
        Assert.NotNull(JsonNode.Parse(before));
    }

    [Fact]
    public async Task Advice_comes_back_with_the_answer()
    {
        await using var server = await RunningServer.StartAsync();
        var applied = await server.RunAsync("apply", server.Write("plan.yaml", Plan));
        Assert.Matches("advice: line [0-9]+: objectives\\[0\\].*\\[NO_OWNER\\]", applied.Out);
    }
}
