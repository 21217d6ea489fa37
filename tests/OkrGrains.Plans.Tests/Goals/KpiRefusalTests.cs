namespace OkrGrains.Plans.Tests.Goals;

public sealed class KpiRefusalTests
{
    [Theory]
    [InlineData("colour: red", "colour", "UNKNOWN_KEY")]
    [InlineData("weight: 2", "weight", "UNKNOWN_KEY")]
    [InlineData("milestones: []", "milestones", "UNKNOWN_KEY")]
    [InlineData("kind: outcome", "kind", "UNKNOWN_KEY")]
    [InlineData("title: a, title: a", "title", "DUPLICATE_KEY")]
    [InlineData("title: [a]", "title", "WRONG_TYPE")]
    [InlineData("title: null", "title", "WRONG_TYPE")]
    [InlineData("title:", "title", "WRONG_TYPE")]
    [InlineData("tags: a", "tags", "WRONG_TYPE")]
    [InlineData("tags: [a, [b]]", "tags[1]", "WRONG_TYPE")]
    [InlineData("scope: galaxy", "scope", "UNKNOWN_WORD")]
    [InlineData("nature: Quantitative", "nature", "UNKNOWN_WORD")]
    [InlineData("signal: late", "signal", "UNKNOWN_WORD")]
    [InlineData("review: P2W", "review", "BAD_DURATION")]
    [InlineData("review: PT0S", "review", "BAD_DURATION")]
    [InlineData("staleAfter: 3", "staleAfter", "BAD_DURATION")]
    [InlineData("staleAfter: P1Y", "staleAfter", "BAD_DURATION")]
    [InlineData("staleAfter: PT1.5S", "staleAfter", "BAD_DURATION")]
    [InlineData("staleAfter: -P1D", "staleAfter", "BAD_DURATION")]
    [InlineData("alerts: [{below: 1e16}]", "alerts[0].below", "BAD_NUMBER")]
    public void A_key_of_any_kpi(string keys, string key, string reason) => Refusal.Only(Refusal.Kpi(keys), "kpis[0]." + key, reason);

    [Theory]
    [InlineData("aggregation: middle", "aggregation", "UNKNOWN_WORD")]
    [InlineData("aggregation: [sum]", "aggregation", "WRONG_TYPE")]
    [InlineData("aggregation: middle, empty: zero", "aggregation", "UNKNOWN_WORD")]
    [InlineData("window: fortnight", "window", "UNKNOWN_WORD")]
    [InlineData("window: cycle", "window", "NO_MEANING")]
    [InlineData("window: [day]", "window", "WRONG_TYPE")]
    [InlineData("window: {rolling: P1M}", "window.rolling", "BAD_DURATION")]
    [InlineData("window: {rolling: P1W}", "window.rolling", "BAD_DURATION")]
    [InlineData("window: {rolling: PT0S}", "window.rolling", "BAD_DURATION")]
    [InlineData("window: {rolling: P0.5D}", "window.rolling", "BAD_DURATION")]
    [InlineData("window: {rolling: p7d}", "window.rolling", "BAD_DURATION")]
    [InlineData("window: {}", "window.rolling", "MISSING_KEY")]
    [InlineData("window: {rolling: P7D, from: monday}", "window.from", "UNKNOWN_KEY")]
    [InlineData("empty: zero", "empty", "NO_MEANING")]
    [InlineData("aggregation: average, empty: zero", "empty", "NO_MEANING")]
    [InlineData("aggregation: min, empty: zero", "empty", "NO_MEANING")]
    [InlineData("aggregation: max, empty: zero", "empty", "NO_MEANING")]
    [InlineData("aggregation: sum, empty: absent", "empty", "UNKNOWN_WORD")]
    [InlineData("window: day, timeZone: Europe/Atlantis", "timeZone", "BAD_TIME_ZONE")]
    [InlineData("window: day, timeZone: UTC+3", "timeZone", "BAD_TIME_ZONE")]
    [InlineData("window: day, timeZone: europe/berlin", "timeZone", "BAD_TIME_ZONE")]
    [InlineData("timeZone: Europe/Berlin", "timeZone", "NO_MEANING")]
    [InlineData("window: {rolling: P1D}, timeZone: Europe/Berlin", "timeZone", "NO_MEANING")]
    public void How_readings_become_a_value(string keys, string key, string reason) =>
        Refusal.Only(Refusal.Kpi(keys), "kpis[0]." + key, reason);

    [Theory]
    [InlineData("formula: {sum: [day]}, aggregation: sum", "aggregation", "NO_MEANING")]
    [InlineData("formula: {sum: [day]}, window: day", "window", "NO_MEANING")]
    [InlineData("formula: {sum: [day]}, empty: zero", "empty", "NO_MEANING")]
    [InlineData("formula: {sum: [day]}, timeZone: UTC", "timeZone", "NO_MEANING")]
    [InlineData("formula: {sum: [day]}, percent: true", "percent", "NO_MEANING")]
    [InlineData("formula: {difference: [day, day]}, percent: false", "percent", "NO_MEANING")]
    [InlineData("formula: {product: [day, day]}, percent: true", "percent", "NO_MEANING")]
    [InlineData("percent: true", "percent", "NO_MEANING")]
    [InlineData("formula: {growth: day}, percent: yes", "percent", "BAD_BOOLEAN")]
    [InlineData("formula: {growth: day}, percent: 'true'", "percent", "BAD_BOOLEAN")]
    [InlineData("formula: day", "formula", "WRONG_TYPE")]
    [InlineData("formula: {}", "formula", "MISSING_KEY")]
    [InlineData("formula: {sum: [day], growth: day}", "formula", "TWO_FORMULAS")]
    [InlineData("formula: {sum: [day], percent: true}", "formula.percent", "UNKNOWN_KEY")]
    [InlineData("formula: {sum: day}", "formula.sum", "WRONG_TYPE")]
    [InlineData("formula: {sum: []}", "formula.sum", "WRONG_COUNT")]
    [InlineData("formula: {difference: [day]}", "formula.difference", "WRONG_COUNT")]
    [InlineData("formula: {product: [day, day, day]}", "formula.product", "WRONG_COUNT")]
    [InlineData("formula: {ratio: []}", "formula.ratio", "WRONG_COUNT")]
    [InlineData("formula: {sum: [day, Day]}", "formula.sum[1]", "BAD_ID")]
    [InlineData("formula: {sum: [day, days]}", "formula.sum[1]", "NO_SUCH_KPI")]
    [InlineData("formula: {ratio: [day, days]}", "formula.ratio[1]", "NO_SUCH_KPI")]
    [InlineData("formula: {growth: days}", "formula.growth", "NO_SUCH_KPI")]
    [InlineData("formula: {growth: [day]}", "formula.growth", "WRONG_TYPE")]
    [InlineData("formula: {growth: rolling}", "formula.growth", "GROWTH_OPERAND")]
    [InlineData("formula: {growth: scored}", "formula.growth", "GROWTH_OPERAND")]
    [InlineData("formula: {growth: derived}", "formula.growth", "GROWTH_OPERAND")]
    [InlineData("formula: {sum: [day, k]}", "formula.sum[1]", "FORMULA_CYCLE")]
    public void A_formula(string keys, string key, string reason) => Refusal.Only(Refusal.Kpi(keys), "kpis[0]." + key, reason);

    [Theory]
    [InlineData("baseline: captured, target: 8", "baseline", "NO_MEANING")]
    [InlineData("baseline: 5, changeBy: 2", "changeBy", "NO_MEANING")]
    [InlineData("changeByPercent: 2", "changeByPercent", "NO_MEANING")]
    public void What_only_a_key_result_by_one_kpi_may_have(string keys, string key, string reason) =>
        Assert.Contains(Refusal.Read(Refusal.Kpi(keys)).Faults, fault => fault.Place == "kpis[0]." + key && fault.Reason == reason);

    [Fact]
    public void A_formula_cycle_over_several_is_named_at_one_operand_of_it() => Refusal.Only(
        """
        workspace: w
        kpis:
          - {id: a, formula: {sum: [b]}}
          - {id: b, formula: {product: [b2, c]}}
          - {id: c, formula: {difference: [b2, a]}}
          - {id: b2}
        """,
        "kpis[2].formula.difference[1]",
        "FORMULA_CYCLE");

    [Fact]
    public void A_missing_id() => Refusal.Only("{workspace: w, kpis: [{title: a}]}", "kpis[0].id", "MISSING_KEY");

    [Theory]
    [InlineData("Orders")]
    [InlineData("1st")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("größe")]
    [InlineData("''")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void A_bad_id(string id) => Refusal.Only($$$"""{workspace: w, kpis: [{id: {{{id}}} }]}""", "kpis[0].id", "BAD_ID");

    [Fact]
    public void A_later_kpi_of_the_same_id() =>
        Refusal.Only("{workspace: w, kpis: [{id: a}, {id: b}, {id: a}]}", "kpis[2].id", "DUPLICATE_ID");

    [Theory]
    [InlineData("title: 12, description: true, owner: 2001-01-01, tags: [2024, false, '']")]
    [InlineData("formula: {sum: [day, day, derived]}, staleAfter: PT1H, target: 3")]
    [InlineData("formula: {growth: day}, percent: false")]
    [InlineData("formula: {ratio: [scored, day]}, percent: true, atMost: 15")]
    [InlineData("window: {rolling: P1DT12H30M15S}, aggregation: count, empty: zero")]
    [InlineData("window: hour, timeZone: Asia/Kathmandu")]
    [InlineData("window: all")]
    [InlineData("alerts: [{when: behind, to: [a, b]}, off, 12, null]")]
    [InlineData("scope: individual, nature: qualitative, signal: input, review: P14D")]
    public void Accepted(string keys) => Refusal.None(Refusal.Kpi(keys));
}
