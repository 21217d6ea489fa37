using System.Text;

namespace OkrGrains.Plans.Tests.Schema;

public sealed class SchemaTests
{
    /// <summary>The worked cases of invalid plans that no schema can refuse; docs/plans.md says why.</summary>
    private static readonly string[] _beyondASchema =
    [
        "alignment-cycle-of-one", "alignment-cycle-over-a-key-result", "duplicate-key-result", "duplicate-kpi", "formula-cycle",
        "growth-of-a-rolling-window", "key-result-of-a-kpi-without-target", "milestone-outside-the-cycle", "no-such-cycle", "no-such-day",
        "no-such-kpi", "no-such-operand", "no-such-parent", "no-such-time-zone", "path-of-33-objectives",
        "percentile-with-four-digits", "target-equals-baseline", "ten-fractional-digits", "through-before-the-start",
        "weight-with-seven-digits",
    ];

    public static TheoryData<string> Valid() =>
    [
        .. Vectors.WholePlans,
        Path.Combine(Vectors.FlightsFolder, "plan.yaml"),
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples", "month"), "plan*.yaml"),
    ];

    /// <summary>Folders with a plan in several parts.</summary>
    public static TheoryData<string> InParts() => [Path.Combine(Vectors.Folder, "parts"), Path.Combine(AppContext.BaseDirectory, "samples", "growth")];

    [Theory]
    [MemberData(nameof(InParts))]
    public void Every_part_of_a_plan_is_accepted(string folder)
    {
        var files = Directory.GetFiles(folder, "plan*.yaml").Select(File.ReadAllBytes).ToArray();

        Assert.InRange(files.Length, 2, 3);
        Assert.All(files, file => Assert.True(PlanSchema.Accepts(file)));
        Assert.Empty(PlanFiles.Parse([.. files.Select(file => (ReadOnlyMemory<byte>)file)], TextCleaning.None).Read([]).Faults);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Every_plan_of_the_repository_is_accepted(string file)
    {
        var plan = File.ReadAllBytes(file);

        Assert.Empty(PlanReader.Read(plan).Faults);
        Assert.True(PlanSchema.Accepts(plan));
        Assert.True(PlanSchema.Accepts(DefinitionJson.Write(PlanReader.Read(plan).Plan!)), "the canonical form is refused");
    }

    [Fact]
    public void Every_invalid_plan_that_a_schema_can_refuse_is_refused()
    {
        var accepted = Directory.GetFiles(Path.Combine(Vectors.Folder, "invalid"), "*.yaml")
            .Where(file => PlanSchema.Accepts(File.ReadAllBytes(file)))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(_beyondASchema.Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal)!);
    }

    [Theory]
    [InlineData("colour: red")]
    [InlineData("target: \"8\"")]
    [InlineData("target: 8, atLeast: 3")]
    [InlineData("baseline: 3")]
    [InlineData("target: 8, baseline: captured")]
    [InlineData("target: 8, strict: true")]
    [InlineData("cap: 2")]
    [InlineData("changeBy: 3, baseline: 1")]
    [InlineData("formula: {sum: [day]}, window: day")]
    [InlineData("formula: {sum: [day]}, percent: true")]
    [InlineData("formula: {ratio: [day]}")]
    [InlineData("formula: {sum: [day], growth: day}")]
    [InlineData("empty: zero")]
    [InlineData("aggregation: average, empty: zero")]
    [InlineData("window: cycle")]
    [InlineData("window: {rolling: P1M}")]
    [InlineData("timeZone: UTC")]
    [InlineData("range: [1]")]
    [InlineData("steps: [[1, 2]]")]
    [InlineData("tags: a")]
    [InlineData("aggregation: {percentile: 0}")]
    [InlineData("aggregation: {percentile: 101}")]
    [InlineData("aggregation: {percentile: 50, of: x}")]
    [InlineData("aggregation: percentile")]
    [InlineData("aggregation: median, empty: zero")]
    [InlineData("window: {complete: hour}")]
    [InlineData("window: {complete: day, rolling: P1D}")]
    [InlineData("window: {}")]
    [InlineData("aggregation: sum, window: day, prorate: hour")]
    [InlineData("aggregation: sum, window: month, target: 3, prorate: week")]
    [InlineData("aggregation: sum, window: month, atMost: 3, prorate: day")]
    [InlineData("aggregation: sum, window: day, target: 3, prorate: day")]
    [InlineData("aggregation: sum, window: hour, target: 3, prorate: hour")]
    [InlineData("aggregation: sum, window: {rolling: P1D}, target: 3, prorate: hour")]
    [InlineData("aggregation: sum, target: 3, prorate: hour")]
    [InlineData("aggregation: max, window: month, target: 3, prorate: hour")]
    [InlineData("window: month, target: 3, prorate: hour")]
    [InlineData("formula: {sum: [day]}, target: 3, prorate: hour")]
    [InlineData("target: 3, fromZero: true")]
    public void A_wrong_kpi_is_refused_like_the_reader_refuses_it(string keys) => BothRefuse(Refusal.Kpi(keys));

    [Theory]
    [InlineData("kpi: scored, measure: {}, target: 1")]
    [InlineData("target: 1")]
    [InlineData("measure: {}")]
    [InlineData("measure: {empty: zero}, target: 1")]
    [InlineData("kpi: scored, changeBy: 3")]
    [InlineData("measure: {}, baseline: captured, target: 1")]
    [InlineData("kpis: [{kpi: scored}], target: 1")]
    [InlineData("kpis: []")]
    [InlineData("kpi: scored, rollup: minimum")]
    [InlineData("kpi: scored, noData: zero")]
    [InlineData("kpi: scored, milestones: [{date: 2026-02-01, value: 3}]")]
    [InlineData("kpi: plain, baseline: captured, target: 3, fromZero: true, prorate: day")]
    [InlineData("kpi: plain, baseline: 1, target: 3, fromZero: true")]
    [InlineData("kpi: plain, target: 3, fromZero: true")]
    [InlineData("kpi: plain, fromZero: true")]
    [InlineData("measure: {}, target: 3, fromZero: true")]
    [InlineData("measure: {}, target: 3, prorate: day")]
    [InlineData("measure: {aggregation: sum, window: cycle}, target: 3, prorate: day")]
    [InlineData("measure: {aggregation: sum, window: day}, target: 3, prorate: day")]
    [InlineData("measure: {aggregation: average, window: month}, target: 3, prorate: day")]
    [InlineData("kpis: [{kpi: scored}], prorate: day")]
    [InlineData("prorate: day")]
    public void A_wrong_key_result_is_refused_like_the_reader_refuses_it(string keys) => BothRefuse(Refusal.KeyResult(keys));

    [Theory]
    [InlineData("milestones: [{date: 2026-02-01, progress: 0.5}]")]
    [InlineData("keyResults: [{id: r, kpi: plain, baseline: captured, target: 3}]")]
    [InlineData("keyResults: [{id: r, milestones: [{date: 2026-02-01, progress: 0.5}]}]")]
    [InlineData("parents: [{objective: other, keyResult: rolled}]")]
    [InlineData("parents: [{weight: 1}]")]
    [InlineData("parents: other")]
    public void A_wrong_objective_is_refused_like_the_reader_refuses_it(string keys) => BothRefuse(Refusal.Objective(keys));

    private static void BothRefuse(string plan)
    {
        Assert.NotEmpty(PlanReader.Read(Encoding.UTF8.GetBytes(plan)).Faults);
        Assert.False(PlanSchema.Accepts(plan));
    }
}
