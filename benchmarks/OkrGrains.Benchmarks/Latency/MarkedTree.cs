using System.Globalization;
using System.Text.Json.Nodes;
using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// A tree with one KPI more, the marker: each reading of it is 1, and the root's score tells how many of them it holds.
/// </summary>
/// <remarks>
/// The marker is at the bottom, under the first key result, and reaches the root through the same grains as its neighbours. On that way every
/// edge weighs 1,000,000 and the others weigh 1, so that on each of the four levels all others together move the score by at most
/// 10 / 1,000,010, whatever they are worth. So the root differs by less than 0.00005 from the marker's own score, which is the count over
/// <see cref="Most"/>, and rounding to the nearest count is exact: half a step is 1 / 18,000.
/// </remarks>
internal static class MarkedTree
{
    public const string Marker = "marker";

    /// <summary>The marker's target.</summary>
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

    /// <summary>How many readings of the marker a score of the root holds.</summary>
    public static int Count(string score) => (int)decimal.Round(decimal.Parse(score, CultureInfo.InvariantCulture) * Most);

    private static bool IsFirst(JsonNode objective) => objective["id"]!.GetValue<string>().EndsWith("-0", StringComparison.Ordinal);
}
