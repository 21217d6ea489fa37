using System.Text;

namespace OkrGrains.Plans.Tests;

public sealed class LinkTests
{
    [Fact]
    public void A_cycle_over_a_key_result_is_named_by_a_link_that_was_given() => Refusal.Only(
        """
        workspace: w
        objectives:
          - {id: a, parents: [{objective: b}], keyResults: [{id: of-a}]}
          - {id: b, parents: [{keyResult: of-a}]}
        """,
        "objectives[1].parents[0].keyResult",
        "LINK_CYCLE");

    [Fact]
    public void A_link_that_only_shows_closes_a_cycle_too() => Refusal.Only(
        """
        workspace: w
        objectives:
          - {id: a, keyResults: [{id: of-a, measure: {}, target: 1}], parents: [{objective: b}]}
          - {id: b, parents: [{keyResult: of-a, weight: 0}]}
        """,
        "objectives[1].parents[0].keyResult",
        "LINK_CYCLE");

    [Fact]
    public void Each_of_two_cycles_is_named()
    {
        var faults = Refusal.Read("""
            workspace: w
            objectives:
              - {id: a, parents: [{objective: b}]}
              - {id: b, parents: [{objective: a}]}
              - {id: c, parents: [{objective: a}, {objective: d}]}
              - {id: d, parents: [{objective: c}]}
            """).Faults;

        Assert.Equal(["objectives[1].parents[0].objective", "objectives[3].parents[0].objective"], faults.Select(fault => fault.Place));
        Assert.All(faults, fault => Assert.Equal("LINK_CYCLE", fault.Reason));
    }

    [Fact]
    public void A_diamond_is_no_cycle() => Refusal.None("""
        workspace: w
        objectives:
          - {id: a, parents: [{objective: b}, {objective: c}]}
          - {id: b, parents: [{objective: d}]}
          - {id: c, parents: [{objective: d}]}
          - {id: d}
        """);

    [Fact]
    public void A_path_of_32_is_accepted_and_of_33_refused()
    {
        Refusal.None(Chain(32, lastHasKeyResult: false));
        Refusal.Only(Chain(33, lastHasKeyResult: false), "objectives[32].parents[0].objective", "PATH_TOO_LONG");
    }

    [Fact]
    public void Key_results_count_in_a_path()
    {
        Refusal.None(Chain(31, lastHasKeyResult: true));
        Refusal.Only(Chain(32, lastHasKeyResult: true), "objectives[31].keyResults[0]", "PATH_TOO_LONG");
    }

    [Fact]
    public void The_longest_of_several_paths_counts()
    {
        var chain = Chain(32, lastHasKeyResult: false);

        Refusal.Only(
            chain + "\n  - {id: both, parents: [{objective: o0}, {objective: o31}]}", "objectives[32].parents[1].objective", "PATH_TOO_LONG");
    }

    [Fact]
    public void Ten_thousand_levels_are_refused_without_recursion()
    {
        var reading = Refusal.Read(Chain(10_000, lastHasKeyResult: true));

        var fault = Assert.Single(reading.Faults);
        Assert.Equal(("objectives[32].parents[0].objective", "PATH_TOO_LONG"), (fault.Place, fault.Reason));
    }

    [Fact]
    public void A_cycle_of_ten_thousand_is_found_without_recursion()
    {
        var reading = Refusal.Read(Chain(10_000, lastHasKeyResult: false).Replace("{id: o0}", "{id: o0, parents: [{objective: o9999}]}", StringComparison.Ordinal));

        Assert.Single(reading.Faults, fault => fault.Reason == "LINK_CYCLE");
    }

    [Fact]
    public void A_chain_of_ten_thousand_formulas_is_accepted()
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n  - {id: k0}\n");
        for (var i = 1; i < 10_000; i++)
        {
            plan.Append($"  - {{id: k{i}, formula: {{sum: [k{i - 1}, k{i - 1}]}}}}\n");
        }

        Refusal.None(plan.ToString());
    }

    private static string Chain(int objectives, bool lastHasKeyResult)
    {
        var plan = new StringBuilder("workspace: w\nobjectives:\n  - {id: o0}");
        for (var i = 1; i < objectives; i++)
        {
            var keyResults = lastHasKeyResult && i == objectives - 1 ? ", keyResults: [{id: r}]" : "";
            plan.Append($"\n  - {{id: o{i}, parents: [{{objective: o{i - 1}}}]{keyResults}}}");
        }

        return plan.ToString();
    }
}
