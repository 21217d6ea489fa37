using System.Text.Json.Nodes;

namespace OkrGrains.TestKit.Histories;

/// <summary>A KPI of a drawn plan.</summary>
internal sealed class DrawnKpi
{
    private static readonly string[] _periods = ["hour", "day", "week", "month", "quarter", "year"];

    /// <summary>Draws a KPI.</summary>
    /// <param name="id">The id of the KPI.</param>
    /// <param name="seed">The seed of everything else.</param>
    /// <param name="earlier">The KPIs that a formula may read. They come earlier, so that no formulas form a cycle.</param>
    public DrawnKpi(string id, int seed, IReadOnlyList<DrawnKpi> earlier)
    {
        var draw = new Draw(seed);
        Id = id;
        Body["id"] = id;
        if (earlier.Count > 0 && draw.Chance(35))
        {
            Formula(draw, earlier);
        }
        else
        {
            Measure(draw);
        }

        HasTarget = draw.Chance(75);
        if (HasTarget)
        {
            DrawnTarget.Set(Body, draw);
        }

        draw.Maybe(Body, "staleAfter", 30, () => draw.Duration());
        draw.Maybe(Body, "title", 20, () => $"KPI {draw.Below(100)}");
    }

    public string Id { get; }

    public JsonObject Body { get; } = [];

    public bool HasTarget { get; }

    private bool IsCalendar { get; set; }

    public static JsonNode Rolling(Draw draw) => new JsonObject { ["rolling"] = draw.Duration() };

    public static JsonNode Period(Draw draw) => draw.Pick(_periods);

    private void Measure(Draw draw)
    {
        var aggregation = draw.Pick("last", "sum", "count", "average", "min", "max");
        Body["aggregation"] = aggregation;
        switch (draw.Below(5))
        {
            case 0:
                draw.Maybe(Body, "window", 50, () => "all");
                break;
            case 1:
                Body["window"] = Rolling(draw);
                break;
            default:
                IsCalendar = true;
                Body["window"] = Period(draw);
                draw.Maybe(Body, "timeZone", 40, () => draw.Pick(DrawnSettings.Zones));
                break;
        }

        if (aggregation is "sum" or "count")
        {
            draw.Maybe(Body, "empty", 50, () => "zero");
        }
    }

    private void Formula(Draw draw, IReadOnlyList<DrawnKpi> earlier)
    {
        var calendars = earlier.Where(kpi => kpi.IsCalendar).ToList();
        var kind = draw.Pick("sum", "difference", "product", "ratio", "growth");
        if (kind == "growth" && calendars.Count > 0)
        {
            Body["formula"] = new JsonObject { [kind] = draw.Among(calendars).Id };
            draw.Maybe(Body, "percent", 50, () => draw.Chance(70));
            return;
        }

        kind = kind == "growth" ? "ratio" : kind;
        var operands = kind == "sum" ? 1 + draw.Below(3) : 2;
        Body["formula"] = new JsonObject
        {
            [kind] = new JsonArray([.. Enumerable.Range(0, operands).Select(_ => JsonValue.Create(draw.Among(earlier).Id))]),
        };
        if (kind == "ratio")
        {
            draw.Maybe(Body, "percent", 50, () => draw.Chance(70));
        }
    }
}
