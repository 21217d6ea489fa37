using OkrGrains.Plans.Hints;

namespace OkrGrains.Plans.Tests.Hints;

public sealed class HintTests
{
    [Theory]
    [InlineData("titel: x", "did you mean `title`?")]
    [InlineData("name: x", "write `title`")]
    [InlineData("owners: [a]", "write `owner`")]
    [InlineData("stale_after: P1D", "write `staleAfter`")]
    [InlineData("time-zone: UTC", "did you mean `timeZone`?")]
    [InlineData("agg: sum", "write `aggregation`")]
    [InlineData("max: 3", "write `atMost`")]
    [InlineData("between: [1, 2]", "write `range`")]
    [InlineData("type: quantitative", "write `nature: quantitative`")]
    [InlineData("type: avg", "write `aggregation: average`")]
    [InlineData("type: x", "one of signal, nature, aggregation, scope may be meant")]
    [InlineData("increaseBy: 3", "a change stands in a key result")]
    [InlineData("status: green", "not written but computed")]
    public void An_unknown_key_of_a_kpi_is_answered(string keys, string hint)
    {
        var fault = Assert.Single(Refusal.Read(Refusal.Kpi(keys)).Faults);

        Assert.Equal("UNKNOWN_KEY", fault.Reason);
        Assert.Contains(hint, fault.Message, StringComparison.Ordinal);
        Assert.Contains("; the keys here are ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kpi: scored, decreaseBy: 50%", "write `baseline: captured` and `changeByPercent: -50`")]
    [InlineData("kpi: scored, importance: 3", "write `weight`")]
    [InlineData("metric: scored", "write `kpi`")]
    [InlineData("kpi: scored, due: 2026-01-01", "a key result has the cycle of its objective")]
    public void An_unknown_key_of_a_key_result_is_answered(string keys, string hint) =>
        Assert.Contains(hint, Refusal.Read(Refusal.KeyResult(keys)).Faults.Single(fault => fault.Reason == "UNKNOWN_KEY").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("aggregation: p95", "write `{percentile: 95}`")]
    [InlineData("aggregation: P99.9", "write `{percentile: 99.9}`")]
    [InlineData("aggregation: p50", "write `median`")]
    [InlineData("aggregation: sum, window: lastMonth", "write `{complete: month}`")]
    [InlineData("aggregation: sum, window: previous-week", "write `{complete: week}`")]
    public void A_wrong_word_is_answered(string keys, string hint) =>
        Assert.Contains(hint, Assert.Single(Refusal.Read(Refusal.Kpi(keys)).Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void The_last_day_of_a_cycle_is_answered() => Assert.Contains(
        "write `through`",
        Refusal.Read("workspace: w\ncycles: [{id: c, start: 2026-04-01, lastDay: 2026-06-30}]").Faults.Single(fault => fault.Reason == "UNKNOWN_KEY").Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_keys_that_are_listed_are_all_taken()
    {
        var message = Assert.Single(Refusal.Read(Refusal.KeyResult("kpi: scored, colour: red")).Faults).Message;
        var keys = message[(message.IndexOf("are ", StringComparison.Ordinal) + 4)..].Split(", ");

        Assert.Contains("changeByPercent", keys);
        Assert.DoesNotContain("rollup", keys);
        Assert.All(keys, key => Assert.DoesNotContain(
            Refusal.Read(Refusal.KeyResult($"kpi: scored, {key}: x")).Faults, fault => fault.Reason is "UNKNOWN_KEY" or "NO_MEANING"));
    }

    [Theory]
    [InlineData("workspace: w\nkpis: [{id: monthly-revenue}, {id: r, formula: {growth: monthly-revnue}}]", "did you mean `monthly-revenue`?")]
    [InlineData("workspace: w\nobjectives: [{id: o, cycle: q2}]\ncycles: [{id: q-2, start: 2026-01-01, end: 2026-04-01}]", "did you mean `q-2`?")]
    [InlineData("workspace: w\nobjectives: [{id: growth}, {id: o, parents: [{objective: grwoth}]}]", "did you mean `growth`?")]
    [InlineData("workspace: w\nobjectives: [{id: o, keyResults: [{id: k}]}, {id: p, parents: [{objective: k}]}]", "write `keyResult: k`")]
    [InlineData("workspace: w\nkpis: [{id: k, target: 1}]\nobjectives: [{id: o, keyResults: [{id: r, kpi: K}]}]", "write `k`")]
    public void A_reference_to_nothing_names_what_was_meant(string plan, string hint) =>
        Assert.Contains(hint, Assert.Single(Refusal.Read(plan).Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void Very_many_wrong_references_are_told_without_comparing_all_with_all()
    {
        var plan = "workspace: w\nkpis:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"- {{id: k{i}, formula: {{sum: [l{i}]}}}}\n"));

        Assert.Equal(1_001, Refusal.Read(plan).Faults.Length);
    }

    [Theory]
    [InlineData("workspace: w\nkpis:\n- {id: a, title: @me, colour: 1}\n", 3, "`@me` cannot begin a value")]
    [InlineData("workspace: w\nkpis:\n- {id: a, title: `x`, colour: 1}\n", 3, "`` `x` ``")]
    [InlineData("workspace: w\nkpis:\n- id: a\n  title: Launch: the app\n  colour: 1\n", 4, "the colon after `Launch`")]
    [InlineData("workspace: w\nkpis:\n- id: a\n  target: >24\n  colour: 1\n", 4, "`>24` begins a block of text")]
    [InlineData("workspace: w\nkpis:\n  - id: a\n\t\t\t\ttitle: x\n    colour: 1\n", 4, "a tab cannot indent")]
    public void What_is_no_yaml_is_named_and_the_rest_is_read(string plan, int line, string message)
    {
        var faults = Refusal.Read(plan).Faults;

        Assert.Equal(["SYNTAX", "UNKNOWN_KEY"], faults.Select(fault => fault.Reason));
        Assert.Equal(line, faults[0].Line);
        Assert.Contains(message.Replace("`` ", "`", StringComparison.Ordinal).Replace(" ``", "`", StringComparison.Ordinal), faults[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workspace: w\nkpis: [{id: a}}]\n", "at `}")]
    [InlineData("workspace: w\nkpis: [{id: a}\n", "where the line or the text ends")]
    public void What_cannot_be_mended_names_its_token(string plan, string token) =>
        Assert.Contains(token, Assert.Single(Refusal.Read(plan).Faults).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abcdef", "ghijkl", 4)]
    public void The_distance_of_two_words(string left, string right, int distance) => Assert.Equal(distance, EditDistance.Of(left, right, most: 3));

    [Theory]
    [InlineData("$100,000", "100000")]
    [InlineData("1'000.5", "1000.5")]
    [InlineData("1,5", "1.5")]
    [InlineData("-50%", "-50")]
    [InlineData("<24", "24")]
    [InlineData("3 of 4", null)]
    [InlineData("many", null)]
    public void The_number_in_a_text(string text, string? digits) => Assert.Equal(digits, NumberHints.Digits(text));
}
