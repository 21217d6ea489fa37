using System.Text;

namespace OkrGrains.Plans.Tests.Goals;

/// <summary>Tests of the limits on the operands of formulas.</summary>
public sealed class OperandLimitTests
{
    [Fact]
    public void A_formula_has_ten_thousand_operands_at_most()
    {
        Refusal.None(Plan(1, 10_000));
        Refusal.Only(Plan(1, 10_001), "kpis[1].formula.sum[10000]", "TOO_MANY_OPERANDS");
    }

    [Fact]
    public void The_formulas_of_a_plan_have_two_hundred_thousand_operands_at_most()
    {
        Refusal.None(Plan(20, 10_000));
        Refusal.Only(Plan(21, 9_999), "kpis[21].formula.sum[20]", "TOO_MANY_OPERANDS");
    }

    [Fact]
    public void A_key_result_has_ten_thousand_kpis_at_most()
    {
        Refusal.None(KeyResult(10_000));
        Refusal.Only(KeyResult(10_001), "objectives[0].keyResults[0].kpis[10000]", "TOO_MANY_OPERANDS");
    }

    [Fact]
    public void Two_to_the_thousand_paths_lead_down_from_a_formula_at_most()
    {
        Refusal.None(Doubling(1_000));
        Refusal.Only(Doubling(1_001), "kpis[2002].formula.sum[0]", "TOO_MANY_PATHS");
        Refusal.Only(Doubling(1_500), "kpis[2002].formula.sum[0]", "TOO_MANY_PATHS");
    }

    [Fact]
    public void Formulas_that_each_read_all_before_them_have_few_enough_paths_for_the_greatest_plan()
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n  - {id: d0}\n");
        for (var i = 1; i <= 631; i++)
        {
            plan.Append($"  - {{id: d{i}, formula: {{sum: [").AppendJoin(", ", Enumerable.Range(0, i).Select(j => $"d{j}")).Append("]}}\n");
        }

        Refusal.None(plan.ToString());
    }

    [Fact]
    public void The_links_of_a_plan_are_two_hundred_thousand_at_most()
    {
        Refusal.None(Linked(500, 400));
        Refusal.Only(Linked(500, 401), "objectives[900].parents[0].objective", "TOO_MANY_LINKS");
    }

    /// <summary>Returns a plan of objectives above, and of others that are each linked to all of these.</summary>
    private static string Linked(int above, int below)
    {
        var parents = string.Join(", ", Enumerable.Range(0, above).Select(i => $"{{objective: a{i}}}"));
        return "workspace: w\nobjectives:\n" + string.Concat(Enumerable.Range(0, above).Select(i => $"  - {{id: a{i}}}\n"))
            + string.Concat(Enumerable.Range(0, below).Select(i => $"  - {{id: b{i}, parents: [{parents}]}}\n"));
    }

    private static string Doubling(int steps)
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n  - {id: c0}\n");
        for (var i = 1; i <= steps; i++)
        {
            plan.Append($"  - {{id: s{i}, formula: {{sum: [c{i - 1}]}}}}\n  - {{id: c{i}, formula: {{sum: [s{i}, c{i - 1}]}}}}\n");
        }

        return plan.ToString();
    }

    private static string KeyResult(int kpis)
    {
        var ids = Enumerable.Range(0, kpis).ToList();
        return $"workspace: w\nkpis:\n{string.Concat(ids.Select(i => $"  - {{id: k{i}, target: 1}}\n"))}objectives:\n  - {{id: o, keyResults: [{{id: r, kpis: ["
            + string.Join(", ", ids.Select(i => $"{{kpi: k{i}}}")) + "]}]}\n";
    }

    private static string Plan(int formulas, int operands)
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n  - {id: a}\n");
        for (var i = 1; i <= formulas; i++)
        {
            plan.Append($"  - {{id: f{i}, formula: {{sum: [").AppendJoin(", ", Enumerable.Repeat("a", operands)).Append("]}}\n");
        }

        return plan.ToString();
    }
}
