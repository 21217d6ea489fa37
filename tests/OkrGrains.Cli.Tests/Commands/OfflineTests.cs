using System.Text.Json.Nodes;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Commands;

public sealed class OfflineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_prints_an_array_with_a_result_for_each_instant()
    {
        var okr = await Okr.RunAsync(
            "evaluate",
            Okr.File("samples", "flights", "plan.yaml"),
            Okr.File("samples", "flights", "readings.csv.gz"),
            "--at", "2001-03-02T12:00:00Z", "2001-03-15T17:30:00Z", "--at", "2001-04-01T05:59:59.999Z", "--at", "2001-04-03T12:00:00Z");
        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        var expected = await File.ReadAllTextAsync(Okr.File("samples", "flights", "expected.json"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(okr.Out)));
    }

    [Fact]
    public async Task Evaluate_refuses_a_bad_line_by_its_number()
    {
        var plan = Write("plan.yaml", "workspace: w\nkpis: [{id: a}]\n");
        var readings = Write("readings.csv", "goal,time,value\na,2001-01-01T00:00:00Z,1\na,2001-01-01,1\n");
        var okr = await Okr.RunAsync("evaluate", plan, readings, "--at", "2001-01-02T00:00:00Z");
        Assert.Equal((1, ""), (okr.ExitCode, okr.Out));
        Assert.StartsWith($"{readings}:3: ", Assert.Single(okr.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_counts_the_goals_of_a_good_plan()
    {
        var okr = await Okr.RunAsync("lint", Okr.File("samples", "flights", "plan.yaml"));
        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        var lines = okr.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"airline: 94 KPIs, 38 key results, 14 objectives, no faults, {lines.Length - 1} pieces of advice", lines[^1]);
    }

    [Fact]
    public async Task Lint_gives_advice_that_only_strict_takes_for_faults()
    {
        var plan = Write("plan.yaml", "workspace: w\ncycles:\n  - {id: c, start: 2026-04-01, end: 2026-06-30}\n");
        var advice = $"{plan}:3:32: cycles[0].end: advice: the end is the first day that no longer counts, so the last day of the month is left out: "
            + "write `through: 2026-06-30` if it counts [END_IS_LAST_DAY]\nw: 0 KPIs, 0 key results, 0 objectives, no faults, 1 piece of advice\n";

        Assert.Equal(new Okr(0, advice, ""), await Okr.RunAsync("lint", plan));
        Assert.Equal(new Okr(1, advice, "there is advice, and --strict takes it for faults\n"), await Okr.RunAsync("lint", plan, "--strict"));

        var silent = Write("silent.yaml", await File.ReadAllTextAsync(plan) + "lint: {off: [END_IS_LAST_DAY]}\n");
        Assert.Equal(new Okr(0, "w: 0 KPIs, 0 key results, 0 objectives, no faults\n", ""), await Okr.RunAsync("lint", silent, "--strict"));
    }

    [Fact]
    public async Task Lint_lists_every_fault_with_its_line_column_and_place()
    {
        var plan = Write("plan.yaml", "workspace: w\nkpis:\n  - {id: a, colour: red}\n  - {id: b, target: x}\n");
        var okr = await Okr.RunAsync("lint", plan);
        Assert.Equal((1, ""), (okr.ExitCode, okr.Out));
        Assert.Equal(2, okr.ErrorLines.Length);
        Assert.StartsWith($"{plan}:3:13: kpis[0].colour: ", okr.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{plan}:4:21: kpis[1].target: ", okr.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_one_line()
    {
        var okr = await Okr.RunAsync("lint", _folder.Of("none.yaml"));
        Assert.Equal(1, okr.ExitCode);
        Assert.Equal($"{_folder.Of("none.yaml")}: no such file", Assert.Single(okr.ErrorLines));
    }

    [Fact]
    public async Task Apply_refuses_a_plan_with_faults_before_it_asks_a_server()
    {
        var okr = await Okr.RunAsync("apply", Write("plan.yaml", "workspace: W\n"), "--server", "http://127.0.0.1:1");
        Assert.Equal(1, okr.ExitCode);
        Assert.Contains(":1:12: workspace: ", Assert.Single(okr.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_one_line_says_so()
    {
        var okr = await Okr.RunAsync("show", "--server", "http://127.0.0.1:1");
        Assert.Equal(1, okr.ExitCode);
        Assert.StartsWith("the server cannot be reached: ", Assert.Single(okr.ErrorLines), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = _folder.Of(name);
        File.WriteAllText(path, text);
        return path;
    }
}
