using OkrGrains.Api.Mapping;
using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Time;
using OkrGrains.Plans;

namespace OkrGrains.Cli.Tests.Drawing;

/// <summary>Definitions in words.</summary>
public sealed class DefinitionWordsTests
{
    [Theory]
    [InlineData("", "last reading")]
    [InlineData("window: month, aggregation: average", "average of the calendar month, in Europe/Berlin")]
    [InlineData("window: hour, aggregation: max, timeZone: Asia/Tokyo", "greatest of the clock hour, in Asia/Tokyo")]
    [InlineData("window: day, aggregation: min", "least of the day, in Europe/Berlin")]
    [InlineData("window: week", "last reading of the calendar week, in Europe/Berlin")]
    [InlineData("window: quarter, aggregation: sum", "sum of the calendar quarter, in Europe/Berlin")]
    [InlineData("window: {rolling: PT36H}, aggregation: count, empty: zero", "number of readings of the last 1 day 12 hours; 0 without readings")]
    [InlineData("aggregation: count", "number of readings")]
    [InlineData("window: {complete: month}, aggregation: sum", "sum of the last whole calendar month, in Europe/Berlin")]
    [InlineData("window: {complete: day}", "last reading of the last whole day, in Europe/Berlin")]
    [InlineData("window: month, aggregation: median", "median of the calendar month, in Europe/Berlin")]
    [InlineData("aggregation: {percentile: 99.5}", "99.5th percentile of all readings")]
    [InlineData("aggregation: sum", "sum of all readings")]
    [InlineData("formula: {sum: [a, b, c]}", "sum of a, b and c")]
    [InlineData("formula: {sum: [a]}", "a")]
    [InlineData("formula: {difference: [a, b]}", "a less b")]
    [InlineData("formula: {product: [a, b]}", "a times b")]
    [InlineData("formula: {ratio: [a, b]}, percent: true", "a divided by b, in percent")]
    [InlineData("formula: {growth: m}", "growth of m from the calendar period before")]
    public void A_kpi_says_how_it_is_measured(string keys, string words) =>
        Assert.Equal(words, Words($"kpis: [{{id: a}}, {{id: b}}, {{id: c}}, {{id: m, window: month}}, {{id: x{Comma(keys)}}}]", "kpis/x").Measured);

    [Theory]
    [InlineData("kpi: k", "score of kpis/k")]
    [InlineData("kpi: k, target: 5", "value of kpis/k: average of the calendar month, in Europe/Berlin")]
    [InlineData("kpis: [{kpi: k, weight: 2}, {kpi: l}], noData: exclude", "weighted average of kpis/k ×2 and kpis/l; what has no data is left out")]
    [InlineData("measure: {aggregation: sum}, target: 5", "sum of the cycle, of its own readings")]
    [InlineData("rollup: minimum", "least score of the objectives aligned under it")]
    public void A_key_result_says_how_it_is_measured(string keys, string words) => Assert.Equal(words, Words(KeyResult(keys), "keyResults/x").Measured);

    [Theory]
    [InlineData("", "weighted average of its key results and the objectives aligned under it")]
    [InlineData("from: keyResults, rollup: maximum", "greatest score of its key results alone")]
    [InlineData("from: aligned, noData: exclude", "weighted average of the objectives aligned under it alone; what has no data is left out")]
    public void An_objective_says_what_it_rolls_up(string keys, string words) =>
        Assert.Equal(words, Words($"objectives: [{{id: x{Comma(keys)}}}]", "objectives/x").Measured);

    [Theory]
    [InlineData("kpi: k, target: 2000", "from 0 up to 2,000 min")]
    [InlineData("kpi: k, baseline: 1000, target: 850.5, cap: 1.5", "from 1,000 down to 850.5 min; 150% at most")]
    [InlineData("kpi: k, baseline: 1000, changeBy: -5", "-5 min from 1,000 min")]
    [InlineData("kpi: k, baseline: captured, target: 0.0004", "from the value before the cycle to 0.0004 min")]
    [InlineData("kpi: k, baseline: captured, changeByPercent: 40", "+40% from the value before the cycle")]
    [InlineData("kpi: k, atLeast: 99.95", "at least 99.95 min, all or nothing")]
    [InlineData("kpi: k, atMost: 3, strict: true", "less than 3 min, all or nothing")]
    [InlineData("kpi: k, range: [1, 2]", "from 1 to 2 min, all or nothing")]
    [InlineData("kpi: k, range: [1, 2], tolerance: 0.5", "from 1 to 2 min; nothing when 0.5 min or more outside")]
    [InlineData("kpi: k, steps: [[20, 0.7], [10, 0.3]]", "30% from 10 min on, 70% from 20 min on")]
    [InlineData("kpi: k, steps: [[20, 0.7], [10, 1]], direction: down", "70% down to 20 min, 100% down to 10 min")]
    [InlineData("kpi: s, baseline: 100, target: 80, prorate: day", "from 100 down to 80; the days that have ended are compared with their share")]
    [InlineData("kpi: s, baseline: captured, changeByPercent: 10, fromZero: true", "from 0 to the value before the cycle, changed by +10%")]
    [InlineData("kpi: k", null)]
    public void A_target_says_what_it_wants(string keys, string? words) => Assert.Equal(words, Words(KeyResult(keys), "keyResults/x").Target);

    [Fact]
    public void Milestones_and_success_are_said()
    {
        var plan = "objectives: [{id: o, cycle: y, commitment: committed, milestones: [{date: 2001-02-01, progress: 0.125}, {date: 2001-03-01, progress: 0.8}]}]";
        Assert.Equal("12.5% by 2001-02-01, 80% by 2001-03-01", Words(plan, "objectives/o").Milestones);
        Assert.Equal("committed: a success at 100%", Words(plan, "objectives/o").Success);
        Assert.Equal("aspirational: a success from 70% on", Words(KeyResult("kpi: k"), "keyResults/x").Success);
        Assert.Null(Words(KeyResult("kpi: k"), "kpis/k").Success);
    }

    /// <summary>Whoever adds a window, a formula or a target to the contract says it in words too, with a case above.</summary>
    [Fact]
    public void Every_part_of_a_definition_has_words_here()
    {
        Assert.Equal(["Unspecified", "All", "Calendar", "Complete", "Rolling", "Cycle"], Enum.GetNames<WindowKind>());
        Assert.Equal(["Unspecified", "Sum", "Difference", "Product", "Ratio", "Growth"], Enum.GetNames<FormulaKind>());
        Assert.Equal(["None", "Line", "AtLeast", "AtMost", "Range", "Steps"], Enum.GetNames<GoalTarget.KindOneofCase>());
        Assert.Equal(["None", "Measure", "Formula", "Kpi", "RollUp"], Enum.GetNames<Goal.MeasuredOneofCase>());
    }

    /// <summary>A newer server may define goals in a way that this program does not know: it says so, and shows the figures.</summary>
    [Fact]
    public void What_only_a_newer_server_knows_is_told_as_unknown()
    {
        var words = new DefinitionWords(new GoalBook([]));
        var target = new GoalTarget { Cap = "1" };

        Assert.Equal("in a way that this program does not know", words.Measured(new Goal()));
        Assert.Equal("in a way that this program does not know", words.Measured(new Goal { Formula = new GoalFormula() }));
        Assert.Equal(
            "a figure that this program does not know of a window that this program does not know",
            words.Measured(new Goal { Measure = new GoalMeasure { Window = new GoalWindow() } }));
        Assert.Equal("in a way that this program does not know", words.Target(new Goal { Target = target }));
        Assert.Equal(["–", "–", "–"], ValueWords.Of(new Goal { Target = target }, ""));
        Assert.Equal("", DefinitionWords.Kinds(new Goal { Tier = (ObjectiveTier)99 }));
    }

    private static string Comma(string keys) => keys.Length > 0 ? ", " + keys : "";

    private static string KeyResult(string keys) =>
        "kpis: [{id: k, unit: min, aggregation: average, window: month, target: 10}, {id: l, target: 10}, {id: s, aggregation: sum, window: month}]\n"
        + $"objectives: [{{id: o, cycle: y, keyResults: [{{id: x{Comma(keys)}}}]}}]";

    private static (string Measured, string? Target, string? Milestones, string? Success) Words(string goals, string name)
    {
        var read = PlanReader.Read(System.Text.Encoding.UTF8.GetBytes($"workspace: w\ncycles: [{{id: y, start: 2001-01-01, end: 2002-01-01}}]\n{goals}\n"));
        Assert.Empty(read.Faults);
        var plan = read.Plan!;
        Goal[] all =
        [
            .. plan.Kpis.Select(kpi => New(GoalKind.Kpi, "kpis", kpi.Id, new DefinedGoal { Kpi = kpi })),
            .. plan.Objectives.Select(objective =>
                New(GoalKind.Objective, "objectives", objective.Id, new DefinedGoal { Objective = objective, Commitment = objective.Commitment })),
            .. plan.Objectives.SelectMany(objective => objective.KeyResults.Select(keyResult =>
                New(GoalKind.KeyResult, "keyResults", keyResult.Id, new DefinedGoal { KeyResult = keyResult, Commitment = objective.Commitment }))),
        ];
        var words = new DefinitionWords(new GoalBook(all));
        var one = all.Single(goal => goal.Name == $"workspaces/w/{name}");
        return (words.Measured(one), words.Target(one), DefinitionWords.Milestones(one), DefinitionWords.Success(one));
    }

    private static Goal New(GoalKind kind, string collection, string id, DefinedGoal defined)
    {
        var goal = new Goal { Name = $"workspaces/w/{collection}/{id}", Kind = kind, Title = id, Unit = defined.Kpi?.Unit ?? "" };
        DefinitionMapping.Add(goal, "w", Zone.Find("Europe/Berlin"), defined);
        return goal;
    }
}
