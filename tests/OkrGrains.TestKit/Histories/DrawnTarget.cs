using System.Text.Json.Nodes;

namespace OkrGrains.TestKit.Histories;

/// <summary>Draws the target of a KPI or key result.</summary>
internal static class DrawnTarget
{
    /// <summary>Sets a target of a kind that KPIs and measured key results may have.</summary>
    /// <param name="goal">The KPI or key result.</param>
    /// <param name="draw">The source of the draws.</param>
    /// <param name="units">The units by which the target may be prorated; where there are some, most targets are.</param>
    public static void Set(JsonObject goal, Draw draw, IReadOnlyList<string> units)
    {
        switch (units.Count > 0 && draw.Chance(70) ? 3 : draw.Below(5))
        {
            case 0:
                goal[draw.Pick("atLeast", "atMost")] = draw.Number();
                draw.Maybe(goal, "strict", 50, () => draw.Chance(70));
                break;
            case 1:
                decimal[] range = [draw.Number(), draw.Number()];
                goal["range"] = new JsonArray(range.Min(), range.Max());
                draw.Maybe(goal, "tolerance", 60, () => Math.Abs(draw.Number()));
                break;
            case 2:
                goal["steps"] = new JsonArray([.. Enumerable.Range(0, 1 + draw.Below(4))
                    .Select(_ => new JsonArray(draw.Number(), draw.Portion(0, 1)))]);
                draw.Maybe(goal, "direction", 50, () => draw.Pick("up", "down"));
                break;
            default:
                Linear(goal, draw);
                Prorate(goal, draw, units);
                break;
        }

        draw.Maybe(goal, "cap", 30, () => draw.Portion(1, 2));
    }

    /// <summary>Sets a target that only a key result measured by one KPI may have.</summary>
    public static void SetChange(JsonObject goal, Draw draw, bool mayCapture, IReadOnlyList<string> units)
    {
        var captured = mayCapture && draw.Chance(60);
        var baseline = draw.NumberOtherThan(0);
        goal["baseline"] = captured ? "captured" : baseline;
        switch (draw.Below(3))
        {
            case 0:
                goal["target"] = captured ? draw.Number() : draw.NumberOtherThan(baseline);
                break;
            case 1:
                goal["changeBy"] = draw.NumberOtherThan(0);
                break;
            default:
                goal["changeByPercent"] = draw.NumberOtherThan(0);
                break;
        }

        Prorate(goal, draw, units);
        if (captured && !goal.ContainsKey("prorate"))
        {
            draw.Maybe(goal, "fromZero", 40, () => draw.Chance(80));
        }

        draw.Maybe(goal, "cap", 30, () => draw.Portion(1, 2));
    }

    private static void Prorate(JsonObject goal, Draw draw, IReadOnlyList<string> units)
    {
        if (units.Count > 0)
        {
            draw.Maybe(goal, "prorate", 75, () => draw.Among(units));
        }
    }

    private static void Linear(JsonObject goal, Draw draw)
    {
        var baseline = 0m;
        if (draw.Chance(60))
        {
            goal["baseline"] = baseline = draw.Number();
        }

        goal["target"] = draw.NumberOtherThan(baseline);
    }
}
