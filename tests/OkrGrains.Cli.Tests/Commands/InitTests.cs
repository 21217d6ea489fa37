using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Commands;

public sealed class InitTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2026-11-30T00:00:00Z")]
    [InlineData("2026-11-29T23:59:59Z")]
    [InlineData("2028-02-29T12:00:00Z")]
    [InlineData("2027-01-01T06:30:00Z")]
    public async Task The_first_plan_has_neither_faults_nor_advice_and_every_goal_has_data(string now)
    {
        var folder = _folder.Of("first");
        var (plan, readings) = (Path.Combine(folder, "plan.yaml"), Path.Combine(folder, "readings.csv"));

        var init = await Okr.RunAtAsync(At(now), "init", folder);
        Assert.Equal((0, ""), (init.ExitCode, init.Error));
        Assert.Equal(
            $"wrote {plan}\nwrote {readings}\n\nwhat to do next:\n  okr lint {plan}\n  okr serve (in another terminal)\n  okr apply {plan}\n"
            + $"  okr push {readings}\n  okr show\n",
            init.Out);

        var lint = await Okr.RunAsync("lint", plan, "--strict");
        Assert.Equal((0, "starter: 8 KPIs, 10 key results, 4 objectives, no faults\n"), (lint.ExitCode, lint.Out));

        var evaluation = await Okr.RunAsync("evaluate", plan, readings, "--at", now);
        Assert.Equal((0, ""), (evaluation.ExitCode, evaluation.Error));
        var result = JsonNode.Parse(evaluation.Out)![0]!;
        var kpis = result["kpis"]!.AsObject();
        Assert.All(kpis, kpi => Assert.NotNull(kpi.Value!["value"]));
        var goals = result["keyResults"]!.AsObject().Concat(result["objectives"]!.AsObject()).ToList();
        Assert.All(goals, goal => Assert.Equal("1", (string?)goal.Value!["coverage"]));
        Assert.Superset(
            new HashSet<string> { "ACHIEVED", "ON_TRACK", "BEHIND" }, goals.Select(goal => (string)goal.Value!["status"]!).ToHashSet());
    }

    [Fact]
    public async Task The_first_plan_shows_every_kind_of_key_result()
    {
        await Okr.RunAtAsync(At("2026-11-30T00:00:00Z"), "init", _folder.Path);

        var plan = OkrGrains.Plans.PlanReader.Read(await File.ReadAllBytesAsync(_folder.Of("plan.yaml"))).Plan!;

        Assert.Equal(
            ["AlignedMeasurement", "KpiMeasurement", "KpisMeasurement", "ReadingsMeasurement"],
            plan.Objectives.SelectMany(objective => objective.KeyResults).Select(result => result.Measurement.GetType().Name).Distinct().Order());
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten()
    {
        var readings = _folder.Of("readings.csv");
        await File.WriteAllTextAsync(readings, "mine");

        Assert.Equal(new Okr(1, "", $"{readings} is there already, and is not overwritten\n"), await Okr.RunAsync("init", _folder.Path));

        Assert.Equal("mine", await File.ReadAllTextAsync(readings));
        Assert.False(File.Exists(_folder.Of("plan.yaml")));
    }

    [Fact]
    public async Task The_schema_is_printed_as_json()
    {
        var okr = await Okr.RunAsync("schema");

        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)JsonNode.Parse(okr.Out)!["$schema"]);
    }

    private static FakeTimeProvider At(string now) => new(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
}
