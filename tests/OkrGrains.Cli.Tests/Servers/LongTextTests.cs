using System.Text.RegularExpressions;
using OkrGrains.Cli.Drawing;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Goals whose ids, titles and texts are as long and as wide as they may be, on terminals of several widths.</summary>
public sealed partial class LongTextTests
{
    private const int Wide = 10_000;

    private static readonly string _id = new string('i', 61) + "-";
    private static readonly string _title = string.Concat(Enumerable.Repeat("長い題名👩‍👩‍👧‍👦 and so on ", 12)).TrimEnd();
    private static readonly string _rationale = string.Concat(Enumerable.Repeat("理由は長く、空白もない。", 20));

    private static readonly string _plan =
        $$"""
        workspace: {{_id}}w
        timeZone: America/Argentina/ComodRivadavia
        cycles: [{id: {{_id}}c, start: 2001-01-01, end: 2001-07-01}]
        kpis:
          - {id: {{_id}}k, title: "{{_title}}", owner: "{{_title}}", unit: "{{_title[..4]}}", target: 123456789012345.123456789, rationale: "{{_rationale}}"}
          - {id: {{_id}}f, title: "{{_title}}", formula: {sum: [{{_id}}k, {{_id}}k]}, steps: [[0.000000001, 0.123456789], [123456789012345.123456789, 0.9]]}
        objectives:
          - id: {{_id}}o
            title: "{{_title}}"
            owner: "{{_title}}"
            cycle: {{_id}}c
            rationale: "{{_rationale}}"
            keyResults:
              - {id: {{_id}}x, title: "{{_title}}", kpi: {{_id}}k, baseline: captured, changeByPercent: 123.456789, rationale: "{{_rationale}}", tags: ["{{_title}}"], review: P1D, weight: 0.123456}
              - {id: {{_id}}y, title: "{{_title}}", kpi: {{_id}}f, target: 999999999999999.999999999}
          - {id: {{_id}}p, cycle: {{_id}}c, title: "{{_title}}", parents: [{objective: {{_id}}o, weight: 999999.999999}, {keyResult: {{_id}}x}]}
        """;

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task No_line_wraps_or_vanishes_silently(int width)
    {
        await using var server = await StartAsync();
        foreach (var command in new[] { "show", "list" })
        {
            var whole = await LinesAsync(server, Wide, command);
            var lines = await LinesAsync(server, width, command);
            Assert.Equal(Rows(whole).Count, Rows(lines).Count);
            Assert.All(Rows(lines), row => Assert.Contains("…", row, StringComparison.Ordinal));

            // Each column is there, or counted by its name.
            var hidden = lines.FirstOrDefault(line => HiddenColumns().IsMatch(line)) ?? "";
            var heading = lines.First(line => HeadingOf(command).IsMatch(line));
            Assert.All(
                ColumnNames().Split(whole.First(line => HeadingOf(command).IsMatch(line)).Trim()),
                column => Assert.True(heading.Contains(column, StringComparison.Ordinal) || hidden.Contains(column, StringComparison.Ordinal), column));
        }
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task A_page_has_the_whole_of_its_texts(int width)
    {
        await using var server = await StartAsync();
        foreach (var (goal, texts) in new (string, string[])[]
        {
            ("objectives/" + _id + "o", [_title, _rationale, $"{_id}c,"]),
            ("keyResults/" + _id + "x", [_title, _rationale, "+123.456789%", $"valueofkpis/{_id}k:"]),
            ("kpis/" + _id + "k", [_title, _rationale, "123,456,789,012,345.123456789"]),
            ("kpis/" + _id + "f", [_title, $"sumof{_id}kand{_id}k", "12.3456789%from0.000000001on"]),
        })
        {
            var lines = await LinesAsync(server, width, "show", goal);
            var name = $"workspaces/{_id}w/{goal}";
            var page = Blanks().Replace(string.Concat(lines), "");
            Assert.All(texts.Append(name), text => Assert.Contains(Blanks().Replace(text, ""), page, StringComparison.Ordinal));
        }
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", _plan), "--author", _title, "--reason", _rationale));
        var readings = server.Write("readings.csv", $"goal,time,value\n{_id}k,2000-12-01T00:00:00Z,123456789012345.12\n{_id}k,2001-03-01T00:00:00Z,0.0000000004\n");
        Assert.Equal(0, (await server.RunAsync("push", readings, "--producer", "p")).ExitCode);
        Assert.Equal((0, ""), await server.TryAsync("check-in", "keyResults/" + _id + "x", "--author", "Ann", "--note", _rationale));
        return server;
    }

    private static async Task<string[]> LinesAsync(RunningServer server, int width, params string[] command)
    {
        var okr = await server.RunAsync(width, command);
        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        var lines = okr.Out.TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.InRange(CellText.Width(line), 0, width));
        return lines;
    }

    private static List<string> Rows(string[] lines) =>
        [.. lines.SkipWhile(line => !HeadingOf("").IsMatch(line)).Skip(1).TakeWhile(line => !Note().IsMatch(line))];

    private static Regex HeadingOf(string command) => command == "list" ? ListHeading() : command == "show" ? ShowHeading() : AnyHeading();

    [GeneratedRegex("^(goal|id) ")]
    private static partial Regex AnyHeading();

    [GeneratedRegex("^goal ")]
    private static partial Regex ShowHeading();

    [GeneratedRegex("^id ")]
    private static partial Regex ListHeading();

    [GeneratedRegex("^([0-9]+ columns? hidden|shortened|[a-z]+ shortened in|next:|[○!■≠] )")]
    private static partial Regex Note();

    [GeneratedRegex("^[0-9]+ columns? hidden: ")]
    private static partial Regex HiddenColumns();

    [GeneratedRegex(" {1,}(?!bar)")]
    private static partial Regex ColumnNames();

    [GeneratedRegex(@"\s")]
    private static partial Regex Blanks();
}
