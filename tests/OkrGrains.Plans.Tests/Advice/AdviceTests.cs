using OkrGrains.Plans.Advice;

namespace OkrGrains.Plans.Tests.Advice;

public sealed class AdviceTests
{
    /// <summary>A plan on which there is no advice: each case of the tests is this plan with one thing made worse.</summary>
    private const string Good = """
        workspace: w
        cycles:
          - {id: q2, start: 2026-04-01, end: 2026-07-01}
        kpis:
          - {id: calls, aggregation: sum, window: month}
          - {id: time, aggregation: average, window: month, atMost: 24}
          - {id: mood, nature: qualitative, target: 5, review: P14D}
        objectives:
          - id: o
            owner: ida
            cycle: q2
            keyResults:
              - {id: a, title: Halve support calls, kpi: calls, target: 50, prorate: day}
              - {id: b, title: Answer within 24 hours, kpi: time}
              - {id: c, title: Mood of 5, kpi: mood}
              - {id: d, title: 10 papers, measure: {aggregation: count}, target: 10}
          - {id: p, owner: ida, cycle: q2, commitment: committed, parents: [{objective: o}, {objective: s}], keyResults: [
              {id: e, kpi: calls, target: 40, prorate: day}, {id: f, kpi: time}, {id: g, kpi: mood}]}
          - {id: s, owner: ida, cycle: q2, commitment: committed}

        """;

    public static TheoryData<string, string, string, string> Cases() => new()
    {
        { "end: 2026-07-01", "end: 2026-06-30", "cycles[0].end", "END_IS_LAST_DAY" },
        { "  - {id: mood,", "  - {id: lost, owner: ida}\n  - {id: mood,", "kpis[2]", "KPI_WITHOUT_TARGET" },
        { "  - {id: mood,", "  - {id: lost, target: 1}\n  - {id: mood,", "kpis[2].owner", "NO_OWNER" },
        { "    owner: ida\n", "", "objectives[0].owner", "NO_OWNER" },
        { "{id: s, owner: ida, cycle: q2,", "{id: s, owner: ida,", "objectives[2].cycle", "NO_CYCLE" },
        { ", {id: f, kpi: time}, {id: g, kpi: mood}", "", "objectives[1].keyResults", "KEY_RESULT_COUNT" },
        { ", {id: f, kpi: time}", "", "objectives[1].keyResults", "KEY_RESULT_COUNT" },
        { "{id: f, kpi: time}", "{id: f, kpi: time}, {id: h, kpi: time}, {id: i, kpi: time}, {id: j, kpi: time}", "objectives[1].keyResults", "KEY_RESULT_COUNT" },
        { "{id: s, owner: ida", "{id: s, from: keyResults, owner: ida", "objectives[2]", "NOTHING_ROLLS_UP" },
        { ", {objective: s}]", "]", "objectives[2]", "NOTHING_ROLLS_UP" },
        { "kpi: time}, {id: g, kpi: mood}", "kpi: calls, target: 30}, {id: g, kpi: calls, target: 20}", "objectives[1].keyResults", "FEW_KPIS" },
        { "{objective: s}]", "{objective: s, weight: 0}]", "objectives[2]", "WEIGHTS_ALL_ZERO" },
        { "{id: c, title: Mood of 5, kpi: mood}", "{id: c, title: Mood of 5, kpis: [{kpi: mood, weight: 0}], review: P7D}", "objectives[0].keyResults[2]", "WEIGHTS_ALL_ZERO" },
        { ", {objective: s}], keyResults", "], keyResults", "objectives[1].commitment", "COMMITTED_UNDER_ASPIRATIONAL" },
        { "Halve support calls", "Fewer support calls", "objectives[0].keyResults[0].title", "TITLE_WITHOUT_NUMBER" },
        { "measure: {aggregation: count}, target: 10", "rollup: minimum", "objectives[0].keyResults[3]", "KEY_RESULT_FED_BY_NOTHING" },
        { ", review: P14D", "", "objectives[0].keyResults[2].review", "QUALITATIVE_WITHOUT_REVIEW" },
        { "{id: calls, aggregation: sum, window: month}", "{id: calls, aggregation: sum, window: year}", "objectives[0].keyResults[0]", "CYCLE_ENDS_BEFORE_WINDOW" },
        { "{id: time, aggregation: average, window: month", "{id: time, aggregation: average, window: {rolling: P92D}", "objectives[0].keyResults[1]", "CYCLE_ENDS_BEFORE_WINDOW" },
        { "{id: time, aggregation: average, window: month", "{id: time, aggregation: average, window: {complete: year}", "objectives[0].keyResults[1]", "CYCLE_ENDS_BEFORE_WINDOW" },
        { "measure: {aggregation: count}", "measure: {aggregation: count, window: year}", "objectives[0].keyResults[3]", "CYCLE_ENDS_BEFORE_WINDOW" },
        { "workspace: w\n", "workspace: w\nlint: {off: [NO_OWNERS]}\n", "lint.off[0]", "UNKNOWN_ADVICE" },
        { "target: 50, prorate: day", "target: 50", "objectives[0].keyResults[0]", "RUNNING_SUM" },
        { "measure: {aggregation: count}", "measure: {aggregation: count, window: month}", "objectives[0].keyResults[3]", "RUNNING_SUM" },
    };

    [Fact]
    public void There_is_no_advice_on_a_good_plan() => Assert.Empty(Advise(Good));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Advice_names_its_place_and_can_be_silenced(string good, string worse, string place, string code)
    {
        var plan = Good.Replace(good, worse, StringComparison.Ordinal);
        Assert.NotEqual(Good, plan);

        var advice = Advise(plan);

        Assert.Contains((place, code), advice.Select(one => (one.Place, one.Code)));
        Assert.All(advice, one => Assert.True(one is { Line: > 0, Column: > 0, Message.Length: > 0 }));
        var off = plan.Contains("lint:", StringComparison.Ordinal)
            ? plan.Replace("off: [", $"off: [{code}, ", StringComparison.Ordinal)
            : plan + $"lint: {{off: [{code}]}}\n";
        Assert.DoesNotContain(code, Advise(off).Select(one => one.Code));
    }

    [Theory]
    [InlineData("window: week", "start: 2026-04-07, end: 2026-04-12", true)]
    [InlineData("window: week", "start: 2026-04-06, end: 2026-04-13", false)]
    [InlineData("window: month", "start: 2026-04-01, end: 2026-05-01", false)]
    [InlineData("window: month", "start: 2026-04-01, end: 2026-04-30", true)]
    [InlineData("window: quarter", "start: 2026-05-15, end: 2026-07-01", false)]
    [InlineData("window: quarter", "start: 2026-05-15, end: 2026-06-30", true)]
    [InlineData("window: year", "start: 9999-01-01, end: 9999-12-31", true)]
    [InlineData("window: {rolling: P91D}", "start: 2026-04-01, end: 2026-07-01", false)]
    [InlineData("window: {complete: quarter}", "start: 2026-04-01, through: 2026-06-30", false)]
    [InlineData("window: {complete: quarter}", "start: 2026-04-01, through: 2026-06-29", true)]
    [InlineData("window: hour", "start: 2026-04-01, end: 2026-04-02", false)]
    [InlineData("window: all", "start: 2026-04-01, end: 2026-04-02", false)]
    public void A_cycle_is_compared_with_whole_windows(string window, string dates, bool isAdvised)
    {
        var plan = $$"""
            workspace: w
            cycles: [{id: c, {{dates}}}]
            kpis: [{id: k, {{window}}, target: 1}]
            objectives: [{id: o, cycle: c, keyResults: [{id: r, kpi: k}]}]
            """;

        Assert.Equal(isAdvised, Advise(plan).Any(one => one.Code == "CYCLE_ENDS_BEFORE_WINDOW"));
    }

    [Theory]
    [InlineData("aggregation: sum, window: month, target: 100", "prorate: day")]
    [InlineData("aggregation: sum, window: day, target: 100", "prorate: hour")]
    [InlineData("aggregation: count, window: quarter, baseline: 10, target: 5", "window: {complete: quarter}")]
    [InlineData("aggregation: sum, window: year, atLeast: 100", "window: {complete: year}")]
    [InlineData("aggregation: sum, window: week, range: [1, 2]", "window: {complete: week}")]
    [InlineData("aggregation: sum, window: week, steps: [[1, 1]]", "window: {complete: week}")]
    [InlineData("aggregation: sum, window: week, steps: [[1, 1]], direction: down", null)]
    [InlineData("aggregation: sum, window: week, atMost: 3", null)]
    [InlineData("aggregation: sum, window: hour, target: 100", null)]
    [InlineData("aggregation: sum, window: month, target: 100, prorate: day", null)]
    [InlineData("aggregation: sum, window: {complete: month}, target: 100", null)]
    [InlineData("aggregation: sum, window: {rolling: P30D}, target: 100", null)]
    [InlineData("aggregation: sum, window: month", null)]
    [InlineData("aggregation: average, window: month, target: 100", null)]
    public void A_running_sum_is_not_compared_with_a_whole_one(string keys, string? way)
    {
        var advice = Advise($"workspace: w\nkpis: [{{id: k, {keys}}}]\n").Where(one => one.Code == "RUNNING_SUM").ToList();

        Assert.Equal(way is null ? 0 : 1, advice.Count);
        Assert.All(advice, one => Assert.Contains(way!, one.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sum, window: month", true)]
    [InlineData("count, window: quarter", true)]
    [InlineData("sum, window: {complete: month}", false)]
    [InlineData("average, window: month", false)]
    public void Growth_is_taken_of_whole_sums(string aggregation, bool isAdvised)
    {
        var advice = Advise($"workspace: w\nkpis: [{{id: k, aggregation: {aggregation}}}, {{id: g, formula: {{growth: k}}}}]\n");

        Assert.Equal(isAdvised, advice.Any(one => one is { Code: "RUNNING_SUM", Place: "kpis[1].formula" }));
    }

    [Theory]
    [InlineData("baseline: captured, changeByPercent: 40, fromZero: true", false)]
    [InlineData("baseline: captured, changeByPercent: 40, prorate: day", false)]
    [InlineData("baseline: captured, changeByPercent: 40", true)]
    public void A_captured_sum_is_compared_fairly(string target, bool isAdvised)
    {
        var plan = $$"""
            workspace: w
            cycles: [{id: c, start: 2026-04-01, through: 2026-06-30}]
            kpis: [{id: k, aggregation: sum, window: month}]
            objectives: [{id: o, cycle: c, keyResults: [{id: r, kpi: k, {{target}}}]}]
            """;

        Assert.Equal(isAdvised, Advise(plan).Any(one => one.Code == "RUNNING_SUM"));
    }

    [Theory]
    [InlineData("end: 2026-06-30", "`through: 2026-06-30`")]
    [InlineData("end: 2026-07-01", null)]
    [InlineData("through: 2026-06-30", null)]
    [InlineData("through: 2026-06-29", null)]
    public void The_last_day_of_a_month_is_given_with_through(string end, string? hint)
    {
        var advice = Advise($"workspace: w\ncycles: [{{id: c, start: 2026-04-01, {end}}}]\n");

        Assert.Equal(hint is null ? 0 : 1, advice.Length);
        Assert.All(advice, one => Assert.Contains(hint!, one.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Advice_comes_in_the_order_of_the_text_at_the_key_or_where_it_is_missing()
    {
        var advice = Advise("workspace: w\nobjectives:\n  - id: o\n    keyResults:\n      - {id: k, title: Launch}\ncycles:\n  - {id: c, start: 2026-01-01, end: 2026-01-31}\n");

        Assert.Equal(
            [(3, 5, "NO_OWNER"), (3, 5, "NO_CYCLE"), (4, 5, "KEY_RESULT_COUNT"), (5, 9, "KEY_RESULT_FED_BY_NOTHING"), (5, 17, "TITLE_WITHOUT_NUMBER"), (7, 32, "END_IS_LAST_DAY")],
            advice.Select(one => (one.Line, one.Column, one.Code)));
    }

    [Theory]
    [InlineData("lint: {off: no}", "lint.off", "WRONG_TYPE")]
    [InlineData("lint: [NO_OWNER]", "lint", "WRONG_TYPE")]
    [InlineData("lint: {on: [NO_OWNER]}", "lint.on", "UNKNOWN_KEY")]
    [InlineData("lint: {off: [no-owner]}", "lint.off[0]", "BAD_TEXT")]
    public void What_silences_nothing_is_refused(string lint, string place, string reason) => Refusal.Only("workspace: w\n" + lint, place, reason);

    [Fact]
    public void What_is_silenced_is_kept_in_the_canonical_form()
    {
        var plan = Refusal.Read("workspace: w\nlint: {off: [NO_OWNER, NO_CYCLE]}\n").Plan!;

        Assert.Equal("""{"workspace":"w","lint":{"off":["NO_OWNER","NO_CYCLE"]}}""", System.Text.Encoding.UTF8.GetString(DefinitionJson.Write(plan)));
        Assert.Equal(["NO_OWNER", "NO_CYCLE"], DefinitionJson.ReadSettings(DefinitionJson.Write(plan.Settings)).LintOff.ToArray());
    }

    [Fact]
    public void A_plan_with_faults_has_no_advice() => Assert.Empty(Advise("workspace: w\nobjectives: [{id: o, colour: red}]"));

    [Fact]
    public void At_most_a_thousand_pieces_are_listed() =>
        Assert.Equal(AdviceRules.Limit, Advise("workspace: w\nkpis:\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"- {{id: k{i}}}\n"))).Length);

    [Fact]
    public void Every_rule_is_listed_once_and_has_a_case()
    {
        var rules = typeof(IAdviceRule).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IAdviceRule)));
        Assert.Equal(rules.Select(type => type.Name).Order(), AdviceRules.All.Select(rule => rule.GetType().Name).Order());
        Assert.Equal(AdviceRules.Codes.Order(), Cases().Select(row => (string)row[3]).Distinct().Order());
    }

    private static System.Collections.Immutable.ImmutableArray<PlanAdvice> Advise(string plan) => Refusal.Read(plan).Advise();
}
