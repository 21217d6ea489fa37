using System.Text.Json.Nodes;

namespace OkrGrains.TestKit.Histories;

/// <summary>A KPI of a drawn plan.</summary>
internal sealed class DrawnKpi
{
    private static readonly string[] _periods = ["hour", "day", "week", "month", "quarter", "year"];
    private static readonly string[] _completePeriods = ["day", "week", "month", "quarter", "year"];

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
            DrawnTarget.Set(Body, draw, Units);
        }

        draw.Maybe(Body, "staleAfter", 30, () => draw.Duration());
        draw.Maybe(Body, "title", 20, () => $"KPI {draw.Below(100)}");
    }

    public string Id { get; }

    public JsonObject Body { get; } = [];

    public bool HasTarget { get; }

    /// <summary>The units by which a target of this KPI, or of a key result that it measures, may be prorated; none for most KPIs.</summary>
    public IReadOnlyList<string> Units { get; private set; } = [];

    private bool IsCalendar { get; set; }

    public static JsonNode Rolling(Draw draw) => new JsonObject { ["rolling"] = draw.Duration() };

    public static JsonNode Period(Draw draw) => draw.Pick(_periods);

    public static JsonNode Complete(Draw draw) => new JsonObject { ["complete"] = draw.Pick(_completePeriods) };

    /// <summary>Draws an aggregation; sums and counts more often, of which more can be asked.</summary>
    public static JsonNode Aggregation(Draw draw) => draw.Below(10) switch
    {
        0 => "last",
        1 => "average",
        2 => "min",
        3 => "max",
        4 => "median",
        5 => new JsonObject { ["percentile"] = draw.Chance(30) ? draw.Pick(0.001m, 50, 100) : (1 + draw.Below(100_000)) / 1000m },
        < 8 => "sum",
        _ => "count",
    };

    /// <summary>Returns the units by which a target may be prorated beside an aggregation and a window.</summary>
    public static IReadOnlyList<string> UnitsOf(JsonNode? aggregation, JsonNode? window)
    {
        if (aggregation is not JsonValue word || (string?)word is not ("sum" or "count"))
        {
            return [];
        }

        return window switch
        {
            JsonObject map => map.ContainsKey("complete") ? ["day", "hour"] : [],
            JsonValue period => (string?)period switch
            {
                "day" => ["hour"],
                "week" or "month" or "quarter" or "year" => ["day", "hour"],
                _ => [],
            },
            _ => [],
        };
    }

    private void Measure(Draw draw)
    {
        Body["aggregation"] = Aggregation(draw);
        switch (draw.Below(6))
        {
            case 0:
                draw.Maybe(Body, "window", 50, () => "all");
                break;
            case 1:
                Body["window"] = Rolling(draw);
                break;
            default:
                IsCalendar = true;
                Body["window"] = draw.Chance(35) ? Complete(draw) : Period(draw);
                draw.Maybe(Body, "timeZone", 40, () => draw.Pick(DrawnSettings.Zones));
                break;
        }

        if (Body["aggregation"] is JsonValue word && (string?)word is "sum" or "count")
        {
            draw.Maybe(Body, "empty", 50, () => "zero");
        }

        Units = UnitsOf(Body["aggregation"], Body["window"]);
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
