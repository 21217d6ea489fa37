using System.Text.Json.Nodes;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// A tree with an additional KPI, the marker. Each of its readings is 1, and the score of the root tells how many of them it includes.
/// </summary>
/// <remarks>
/// The marker is at the bottom, under the first key result, and reaches the root through the same grains as its neighbours. Every edge on
/// its way to the root has the weight 1,000,000 and all others have 1, so on each of the four levels the others together move the score by
/// at most 10 / 1,000,010, whatever their scores. So the score of the root differs by less than 0.00005 from that of the marker, which is
/// its count divided by <see cref="Most"/>, and rounding to the nearest count is exact: half a step is 1 / 18,000.
/// </remarks>
internal static class MarkedTree
{
    public const string Marker = "marker";

    /// <summary>The target of the marker, and so the greatest number of its readings that can be told apart.</summary>
    public const int Most = 9_000;

    private const int Weight = 1_000_000;

    public static string ToPlan(GoalTree tree)
    {
        var plan = JsonNode.Parse(tree.ToPlan())!;
        plan["kpis"]!.AsArray().Add(JsonNode.Parse($$"""{"id":"{{Marker}}","aggregation":"sum","target":{{Most}}}"""));
        foreach (var objective in plan["objectives"]!.AsArray().Where(objective => IsFirst(objective!)))
        {
            if (objective!["keyResults"] is { } keyResults)
            {
                keyResults[0]!["weight"] = Weight;
                keyResults[0]!["kpis"]!.AsArray().Add(JsonNode.Parse($$"""{"kpi":"{{Marker}}","weight":{{Weight}}}"""));
            }

            if (objective["parents"] is { } parents)
            {
                parents[0]!["weight"] = Weight;
            }
        }

        return plan.ToJsonString();
    }

    private static bool IsFirst(JsonNode objective) => objective["id"]!.GetValue<string>().EndsWith("-0", StringComparison.Ordinal);
}
