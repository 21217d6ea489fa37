using OkrGrains.Cli.Drawing;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>What people see of a company on terminals of several widths, as files in <c>Drawing/Golden</c>.</summary>
/// <remarks>A test that fails leaves what it saw in a file of that name beside the program of the tests, to be looked at and copied.</remarks>
public sealed class WidthTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task Goals_are_shown_in_the_width_that_there_is(int width)
    {
        await using var server = await Company.StartAsync();
        await CompareAsync(server, width, $"show-{width}.txt", "show");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task Goals_are_listed_in_the_width_that_there_is(int width)
    {
        await using var server = await Company.StartAsync();
        await CompareAsync(server, width, $"list-{width}.txt", "list");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task A_goal_has_a_page_in_the_width_that_there_is(int width)
    {
        await using var server = await Company.StartAsync();
        await Company.ChangeAsync(server);
        var pages = new List<string>();
        foreach (var goal in new[] { "thrive", "revenue-2000", "costs-down", "reliable", "uptime", "per-visit" })
        {
            var page = await server.RunAsync(width, "show", goal);
            Assert.Equal((0, ""), (page.ExitCode, page.Error));
            pages.Add(page.Out);
        }

        await CompareAsync(string.Join('\n', pages), width, $"page-{width}.txt");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("markdown")]
    public async Task Goals_are_listed_for_other_programs(string format)
    {
        await using var server = await Company.StartAsync();
        await CompareAsync(server, 10_000, $"list.{format}", "list", "--output", format);
    }

    /// <summary>The status is what people look for: names are cut before it, which stands last where there is no room for owners.</summary>
    [Fact]
    public async Task A_list_cuts_no_status_from_60_columns_up()
    {
        await using var server = await Company.StartAsync();
        for (var width = 60; width <= 80; width += 4)
        {
            var list = await server.RunAsync(width, "list");
            Assert.Contains("1 column hidden: owner\n", list.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("…\n", list.Out, StringComparison.Ordinal);
            Assert.Contains(" not started\n", list.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Kinds_and_columns_are_chosen()
    {
        await using var server = await Company.StartAsync();
        var chosen = await server.RunAsync("list", "--kind", "objective", "--kind", "kpi", "--columns", "id,kind,score", "-o", "csv");
        Assert.Equal(
            """
            id,kind,score
            thrive,objective,0.417063158
            reliable,objective,0.458333333
            next,objective,0
            someday,objective,0
            revenue,kpi,0.62
            costs,kpi,0.533333333
            kpis/errors,kpi,1
            uptime,kpi,0
            calls,kpi,
            visits,kpi,
            per-visit,kpi,0

            """,
            chosen.Out);
        var unknown = await server.RunAsync("list", "--columns", "id,colour");
        Assert.Equal(2, unknown.ExitCode);
        Assert.StartsWith("'colour' is no column: choose from id, kind, title,", unknown.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("The column 'id' is given twice.", (await server.RunAsync("list", "--columns", "id,id")).ErrorLines[0]);
        Assert.Equal(2, (await server.RunAsync("list", "--kind", "wish")).ExitCode);
    }

    [Fact]
    public async Task Times_are_those_of_the_workspace_unless_others_are_asked_for()
    {
        await using var server = await Company.StartAsync();
        Assert.StartsWith("workspaces/company at 2001-04-01T23:59:59.999-05:00 (America/Chicago)\n", await HeadingAsync(), StringComparison.Ordinal);
        Assert.StartsWith("workspaces/company at 2001-04-02T04:59:59.999Z\n", await HeadingAsync("--utc"), StringComparison.Ordinal);
        Assert.StartsWith(
            "workspaces/company at 2001-04-02T10:29:59.999+05:30 (Asia/Kolkata)\n", await HeadingAsync("--time-zone", "Asia/Kolkata"), StringComparison.Ordinal);
        Assert.Equal(2, (await server.RunAsync("show", "--utc", "--time-zone", "Asia/Kolkata")).ExitCode);
        var unknown = await server.RunAsync("show", "--time-zone", "Mars");
        Assert.Equal((2, "'Mars' is not a time zone, such as Europe/Berlin."), (unknown.ExitCode, unknown.ErrorLines[0]));

        async Task<string> HeadingAsync(params string[] args) => (await server.RunAsync(["show", .. args])).Out;
    }

    private static async Task CompareAsync(RunningServer server, int width, string file, params string[] args)
    {
        var okr = await server.RunAsync(width, args);
        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        await CompareAsync(okr.Out, width, file);
    }

    private static async Task CompareAsync(string shown, int width, string file)
    {
        Assert.All(shown.Split('\n'), line => Assert.InRange(CellText.Width(line), 0, width));
        var kept = Okr.File("Drawing", "Golden", file);
        var expected = await File.ReadAllTextAsync(kept);
        await File.WriteAllTextAsync(kept + ".seen", shown);
        Assert.Equal(expected, shown);
    }
}
