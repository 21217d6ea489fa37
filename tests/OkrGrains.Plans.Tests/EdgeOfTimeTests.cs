using System.Text;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Tests;

/// <summary>Tests of plans at the first and the last instant, where windows are cut off.</summary>
public sealed class EdgeOfTimeTests
{
    private static readonly Dictionary<GoalName, IReadOnlyList<Reading>> _none = [];

    public static TheoryData<string> Plans() => [.. Vectors.WholePlans, Path.Combine(Vectors.FlightsFolder, "plan.yaml")];

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_worked_plan_is_evaluated_at_both_ends_of_time(string file)
    {
        var plan = PlanReader.Read(File.ReadAllBytes(file)).Plan!;

        foreach (var at in (Instant[])[Instant.Earliest, Instant.Latest])
        {
            Assert.Equal(plan.Kpis.Length, Evaluator.Evaluate(plan, _none, at).Kpis.Length);
        }
    }

    [Theory]
    [InlineData("week, prorate: day")]
    [InlineData("week, prorate: hour")]
    [InlineData("month, prorate: hour")]
    [InlineData("day, prorate: hour")]
    public void A_prorated_target_has_no_data_while_nothing_has_ended_and_no_window_was_before(string window)
    {
        var text = $"workspace: w\nkpis:\n  - {{id: calls, aggregation: count, empty: zero, target: 14, window: {window}}}\n";
        var plan = PlanReader.Read(Encoding.UTF8.GetBytes(text)).Plan!;

        var figures = Evaluator.Evaluate(plan, _none, Instant.Earliest).Kpis[0].Figures;

        Assert.Equal((Health.NoData, NoDataReason.WindowBegins), (figures.Health, figures.NoData));
    }
}
