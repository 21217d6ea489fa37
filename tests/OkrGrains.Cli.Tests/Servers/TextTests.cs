using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Texts with control characters: refused, cleaned or shown.</summary>
public sealed class TextTests
{
    private const string Plan =
        """
        workspace: w
        kpis: [{id: a, title: "Revenue", target: 10, aggregation: sum, empty: zero}]
        objectives: [{id: o, keyResults: [{id: k, kpi: a}]}]
        """;

    [Fact]
    public async Task A_plan_with_control_characters_is_cleaned_and_each_text_is_reported()
    {
        await using var server = await RunningServer.StartAsync();
        var plan = server.Write("plan.yaml", Plan.Replace("Revenue", "\\e[31mRe\\nvenue", StringComparison.Ordinal));

        var applied = await server.RunAsync("apply", plan);
        var lint = await Okr.RunAsync("lint", plan);
        var readings = server.Write("readings.csv", "goal,time,value\na,2001-01-01T00:00:00Z,5\n");
        var evaluated = await Okr.RunAsync("evaluate", plan, readings, "--at", "2001-04-01T00:00:00Z");

        Assert.Equal(0, applied.ExitCode);
        Assert.Equal([$"{plan}:2:23: kpis[0].title: U+001B was removed [CONTROL_CHARACTER]"], applied.ErrorLines);
        Assert.Contains("3 added, 0 changed, 0 restored, 0 removed, 0 unchanged, 1 text cleaned\n", applied.Out, StringComparison.Ordinal);
        Assert.Contains("[31mRe venue", (await server.RunAsync("show")).Out, StringComparison.Ordinal);
        Assert.Equal(1, lint.ExitCode);
        Assert.Equal([$"{plan}:2:23: kpis[0].title: a text must not have the character U+001B [CONTROL_CHARACTER]"], lint.ErrorLines);
        Assert.Equal((0, applied.Error), (evaluated.ExitCode, evaluated.Error));
    }

    [Fact]
    public async Task What_people_type_is_refused_with_the_code_point()
    {
        await using var server = await RunningServer.StartAsync();
        var plan = server.Write("plan.yaml", Plan);

        var refused = await server.RunAsync("apply", plan, "--author", "x\u001b[7m");
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Equal(["header.author: must not have the character U+001B [BAD_REQUEST]"], refused.ErrorLines);
        await server.RunAsync("apply", plan);
        var checkIn = await server.RunAsync("check-in", "k", "--note", "n\u001b]0;t\a", "--author", "z");
        Assert.Equal(["note: must not have the character U+001B [BAD_REQUEST]"], checkIn.ErrorLines);
        var readings = server.Write("readings.csv", "goal,time,value\na,2001-01-01T00:00:00Z,5\n");
        var pushed = await server.RunAsync("push", readings, "--producer", "p\u001b[31m");
        Assert.Equal(1, pushed.ExitCode);
        Assert.Equal("producer p\\u001b[31m", pushed.ErrorLines[0]);
    }

    [Fact]
    public async Task What_an_older_build_stored_is_shown_with_every_control_character_visible()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(0, (await server.RunAsync("apply", server.Write("plan.yaml", Plan), "--author", "ann")).ExitCode);
        await server.StopAsync();
        await StoreAsOlderBuildAsync(server.Data);
        await server.StartAgainAsync();

        var revisions = await server.RunAsync("revisions", "a");
        var show = await server.RunAsync("show");
        var json = await server.RunAsync("show", "a", "--output", "json");

        Assert.Contains(" x\\u001b[7m\\u000a9 2001 forged (y\\u001b[2J z): workspaces/w/kpis/a", revisions.Out, StringComparison.Ordinal);
        Assert.Contains("\\u001b[31mRe\\u000avenue", show.Out, StringComparison.Ordinal);
        Assert.Equal("\u001b[31mRe\nvenue", (string?)System.Text.Json.Nodes.JsonNode.Parse(json.Out)!["title"]);
        foreach (var okr in (Okr[])[revisions, show, json])
        {
            Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
            Assert.DoesNotContain('\u001b', okr.Out);
        }
    }

    private static async Task StoreAsOlderBuildAsync(string folder)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddGoalStore(store => store.Directory = folder).BuildServiceProvider();
        var store = services.GetRequiredService<IGoalStore>();
        var workspace = await store.ReadWorkspaceAsync("w", CancellationToken.None);
        var row = (await store.ReadGoalsAsync("w", CancellationToken.None)).Single(one => one.Name.Id == "a");
        var body = Encoding.UTF8.GetString(row.Body.Span).Replace("Revenue", "\\u001b[31mRe\\nvenue", StringComparison.Ordinal);
        var goal = new GoalDefinition(row.Goal, row.Name, row.Owner, row.Ordinal, Removed: false, Encoding.UTF8.GetBytes(body));
        await store.DefineAsync(
            new DefinitionCommit("w", workspace!.Revision, "x\u001b[7m\n9 2001 forged", "y\u001b[2J\nz", null, [goal], [row.Goal], [], []),
            CancellationToken.None);
    }
}
