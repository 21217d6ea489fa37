using System.Globalization;
using System.Text;

namespace OkrGrains.Stress.Storms;

/// <summary>A plan of formulas that makes one reading as dear as a plan of its size can.</summary>
/// <param name="Name">The name of the shape, which is the id of its workspace.</param>
/// <param name="Text">The plan.</param>
/// <param name="Bottom">The KPIs that take readings.</param>
/// <param name="Top">The KPI that shows whether the storm has come to its end.</param>
/// <param name="Factor">What the top is worth for a reading of one at each KPI of the bottom.</param>
internal sealed record StormPlan(string Name, string Text, IReadOnlyList<string> Bottom, string Top, long Factor)
{
    private const int Wide = 447;
    private const int Formulas = 400;
    private const int Links = 4_000;
    private const int Fans = 9_000;

    /// <summary>Each formula adds up all before it, so that the paths double with each: 79,800 operands, 2^49 paths to the fiftieth.</summary>
    public static StormPlan Triangle => new(
        "triangle",
        Plan("triangle", 1, Enumerable.Range(1, Formulas).Select(i => Sum($"d{i}", Enumerable.Range(1, i - 1).Select(j => $"d{j}").Prepend("k0")))),
        ["k0"],
        "d50",
        1L << 49);

    /// <summary>As many operands as a plan may have, all on one level.</summary>
    public static StormPlan Flat => new(
        "flat",
        Plan("flat", Wide, Enumerable.Range(1, Wide).Select(i => Sum($"d{i}", Enumerable.Range(0, Wide).Select(j => $"k{j}")))),
        [.. Enumerable.Range(0, Wide).Select(i => $"k{i}")],
        $"d{Wide}",
        Wide);

    /// <summary>A chain.</summary>
    public static StormPlan Chain => new(
        "chain",
        Plan("chain", 1, Enumerable.Range(1, Links).Select(i => Sum($"d{i}", [i == 1 ? "k0" : $"d{i - 1}"]))),
        ["k0"],
        $"d{Links}",
        1);

    /// <summary>A KPI that very many formulas read.</summary>
    public static StormPlan Fan => new(
        "fan",
        Plan("fan", 1, Enumerable.Range(1, Fans).Select(i => Sum($"d{i}", ["k0"]))),
        ["k0"],
        $"d{Fans}",
        1);

    public static IEnumerable<StormPlan> All => [Triangle, Flat, Chain, Fan];

    private static string Plan(string name, int bottom, IEnumerable<string> formulas)
    {
        var plan = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"workspace: {name}").AppendLine("kpis:");
        foreach (var kpi in Enumerable.Range(0, bottom))
        {
            plan.AppendLine(CultureInfo.InvariantCulture, $"  - {{id: k{kpi}, aggregation: sum}}");
        }

        return plan.AppendJoin('\n', formulas).AppendLine().ToString();
    }

    private static string Sum(string id, IEnumerable<string> operands) => $"  - {{id: {id}, formula: {{sum: [{string.Join(", ", operands)}]}}}}";
}
