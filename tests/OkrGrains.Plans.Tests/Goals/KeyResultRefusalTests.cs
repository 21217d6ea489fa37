namespace OkrGrains.Plans.Tests.Goals;

public sealed class KeyResultRefusalTests
{
    private const string Place = "objectives[0].keyResults[0]";

    [Theory]
    [InlineData("unit: min", "unit", "UNKNOWN_KEY")]
    [InlineData("window: day", "window", "UNKNOWN_KEY")]
    [InlineData("formula: {sum: [plain]}", "formula", "UNKNOWN_KEY")]
    [InlineData("from: both", "from", "UNKNOWN_KEY")]
    [InlineData("kpi: scored, weight: -2", "weight", "BAD_NUMBER")]
    [InlineData("kpi: scored, weight: 1000000.000001", "weight", "BAD_NUMBER")]
    [InlineData("kpi: scored, weight: 0.0000005", "weight", "BAD_NUMBER")]
    [InlineData("kpi: scored, weight: '2'", "weight", "BAD_NUMBER")]
    [InlineData("kpi: Scored", "kpi", "BAD_ID")]
    [InlineData("kpi: [scored]", "kpi", "WRONG_TYPE")]
    [InlineData("kpi: missing", "kpi", "NO_SUCH_KPI")]
    [InlineData("kpi: missing, target: 3", "kpi", "NO_SUCH_KPI")]
    [InlineData("kpi: plain", "kpi", "KPI_WITHOUT_TARGET")]
    [InlineData("kpi: scored, cap: 1.5", "cap", "NO_MEANING")]
    [InlineData("kpi: scored, baseline: captured", "baseline", "NO_MEANING")]
    [InlineData("kpi: scored, rollup: minimum", "rollup", "NO_MEANING")]
    [InlineData("kpi: scored, noData: zero", "noData", "NO_MEANING")]
    [InlineData("kpi: plain, changeBy: 5", "baseline", "MISSING_KEY")]
    [InlineData("kpi: plain, changeByPercent: 5", "baseline", "MISSING_KEY")]
    [InlineData("kpi: plain, baseline: 5, changeBy: 0", "changeBy", "TARGET_IS_BASELINE")]
    [InlineData("kpi: plain, baseline: 5, changeByPercent: 0", "changeByPercent", "TARGET_IS_BASELINE")]
    [InlineData("kpi: plain, baseline: 0, changeByPercent: 5", "changeByPercent", "TARGET_IS_BASELINE")]
    [InlineData("kpi: plain, baseline: 5, target: 5", "target", "TARGET_IS_BASELINE")]
    [InlineData("kpi: plain, baseline: caught, target: 5", "baseline", "BAD_NUMBER")]
    public void By_one_kpi(string keys, string key, string reason) =>
        Refusal.Only(Refusal.KeyResult(keys), $"{Place}.{key}", reason);

    [Theory]
    [InlineData("kpis: scored", "kpis", "WRONG_TYPE")]
    [InlineData("kpis: []", "kpis", "WRONG_COUNT")]
    [InlineData("kpis: [scored]", "kpis[0]", "WRONG_TYPE")]
    [InlineData("kpis: [{weight: 2}]", "kpis[0].kpi", "MISSING_KEY")]
    [InlineData("kpis: [{kpi: scored, colour: red}]", "kpis[0].colour", "UNKNOWN_KEY")]
    [InlineData("kpis: [{kpi: scored, weight: 1.0000001}]", "kpis[0].weight", "BAD_NUMBER")]
    [InlineData("kpis: [{kpi: missing}]", "kpis[0].kpi", "NO_SUCH_KPI")]
    [InlineData("kpis: [{kpi: scored}, {kpi: plain}]", "kpis[1].kpi", "KPI_WITHOUT_TARGET")]
    [InlineData("kpis: [{kpi: scored}, {kpi: scored-too}, {kpi: scored}]", "kpis[2].kpi", "DUPLICATE_REFERENCE")]
    [InlineData("kpis: [{kpi: scored}], target: 5", "target", "NO_MEANING")]
    [InlineData("kpis: [{kpi: scored}], cap: 2", "cap", "NO_MEANING")]
    [InlineData("kpis: [{kpi: scored}], rollup: minimum", "rollup", "NO_MEANING")]
    [InlineData("kpis: [{kpi: scored}], noData: skip", "noData", "UNKNOWN_WORD")]
    public void By_several_kpis(string keys, string key, string reason) =>
        Refusal.Only(Refusal.KeyResult(keys), $"{Place}.{key}", reason);

    [Theory]
    [InlineData("measure: last, target: 5", "measure", "WRONG_TYPE")]
    [InlineData("measure: {}", "target", "MISSING_KEY")]
    [InlineData("measure: {aggregation: mean}, target: 5", "measure.aggregation", "UNKNOWN_WORD")]
    [InlineData("measure: {aggregation: sum, empty: zero}, target: 5", "measure.empty", "UNKNOWN_KEY")]
    [InlineData("measure: {window: day, timeZone: UTC}, target: 5", "measure.timeZone", "UNKNOWN_KEY")]
    [InlineData("measure: {window: {rolling: P1M}}, target: 5", "measure.window.rolling", "BAD_DURATION")]
    [InlineData("measure: {}, baseline: captured, target: 5", "baseline", "NO_MEANING")]
    [InlineData("measure: {}, target: 5, changeBy: 5", "changeBy", "NO_MEANING")]
    [InlineData("measure: {}, target: 5, rollup: minimum", "rollup", "NO_MEANING")]
    [InlineData("measure: {}, target: 5, noData: exclude", "noData", "NO_MEANING")]
    public void By_its_own_readings(string keys, string key, string reason) =>
        Refusal.Only(Refusal.KeyResult(keys), $"{Place}.{key}", reason);

    [Theory]
    [InlineData("target: 5", "target", "NO_MEANING")]
    [InlineData("atLeast: 5", "atLeast", "NO_MEANING")]
    [InlineData("cap: 2", "cap", "NO_MEANING")]
    [InlineData("rollup: average", "rollup", "UNKNOWN_WORD")]
    [InlineData("noData: ignore", "noData", "UNKNOWN_WORD")]
    public void By_the_objectives_under_it(string keys, string key, string reason) =>
        Refusal.Only(Refusal.KeyResult(keys), $"{Place}.{key}", reason);

    [Theory]
    [InlineData("kpi: scored, measure: {}", "MEASURED_TWO_WAYS")]
    [InlineData("kpis: [{kpi: scored}], measure: {}, target: 5, noData: zero", "MEASURED_TWO_WAYS")]
    [InlineData("kpi: scored, kpis: [{kpi: scored}], rollup: minimum", "MEASURED_TWO_WAYS")]
    [InlineData("kpi: plain, target: 5, atMost: 3", "TWO_TARGETS")]
    [InlineData("kpi: plain, baseline: 2, target: 5, changeBy: 3", "TWO_TARGETS")]
    [InlineData("measure: {}, target: 5, atMost: 3", "TWO_TARGETS")]
    public void Two_of_what_it_has_once(string keys, string reason) => Refusal.Only(Refusal.KeyResult(keys), Place, reason);

    [Fact]
    public void A_captured_baseline_without_a_cycle() => Refusal.Only(
        Refusal.Objective("keyResults: [{id: r, kpi: plain, baseline: captured, target: 5}]"), Place + ".baseline", "NO_CYCLE");

    [Fact]
    public void The_same_id_in_another_objective() => Refusal.Only(
        Refusal.Objective("keyResults: [{id: rolled, kpi: scored}]"), "objectives[1].keyResults[0].id", "DUPLICATE_ID");

    [Theory]
    [InlineData("kpi: scored, weight: 0")]
    [InlineData("kpi: scored, weight: 1e6")]
    [InlineData("kpi: plain, baseline: captured, target: 0, cap: 2")]
    [InlineData("kpi: plain, baseline: captured, changeBy: 0")]
    [InlineData("kpi: plain, baseline: -5, changeByPercent: -25.5")]
    [InlineData("kpi: plain, range: [1, 2]")]
    [InlineData("kpis: [{kpi: scored, weight: 0.000001}, {kpi: scored-too}], noData: exclude")]
    [InlineData("measure: {}, atLeast: 4")]
    [InlineData("measure: {aggregation: max, window: cycle}, steps: [[1, 1]]")]
    [InlineData("rollup: maximum, noData: exclude")]
    public void Accepted(string keys) => Refusal.None(Refusal.KeyResult(keys));
}
