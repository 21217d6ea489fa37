using System.Text.Json.Nodes;

namespace OkrGrains.TestKit.Histories;

/// <summary>A key result of a drawn plan.</summary>
internal sealed class DrawnKeyResult
{
    /// <summary>Draws a key result and adds it to one of the objectives.</summary>
    /// <param name="id">The id of the key result.</param>
    /// <param name="seed">The seed of everything else.</param>
    /// <param name="objectives">The objectives that it may belong to.</param>
    /// <param name="kpis">The KPIs that it may read.</param>
    public DrawnKeyResult(string id, int seed, IReadOnlyList<DrawnObjective> objectives, IReadOnlyList<DrawnKpi> kpis)
    {
        var draw = new Draw(seed);
        Id = id;
        Body["id"] = id;
        draw.Maybe(Body, "weight", 50, () => draw.Weight());
        var objective = draw.Among(objectives);
        objective.KeyResults.Add(this);
        objective.Cycle?.Milestones(Body, draw);
        var scored = kpis.Where(kpi => kpi.HasTarget).ToList();
        switch (draw.Below(6))
        {
            case 0 when kpis.Count > 0:
                var kpi = draw.Among(kpis);
                Body["kpi"] = kpi.Id;
                DrawnTarget.Set(Body, draw, kpi.Units);
                break;
            case 1 when kpis.Count > 0:
                var changed = draw.Among(kpis);
                Body["kpi"] = changed.Id;
                DrawnTarget.SetChange(Body, draw, mayCapture: objective.Cycle is not null, changed.Units);
                break;
            case 2 when scored.Count > 0:
                Body["kpi"] = draw.Among(scored).Id;
                break;
            case 3 when scored.Count > 0:
                Weighted(scored, draw);
                break;
            case 4:
                Measured(draw);
                break;
            default:
                DrawnObjective.RollUp(Body, draw);
                break;
        }
    }

    public string Id { get; }

    public JsonObject Body { get; } = [];

    private void Weighted(IReadOnlyList<DrawnKpi> scored, Draw draw)
    {
        Body["kpis"] = new JsonArray([.. draw.Some(scored, 3).Select(kpi =>
        {
            var weighted = new JsonObject { ["kpi"] = kpi.Id };
            draw.Maybe(weighted, "weight", 60, () => draw.Weight());
            return weighted;
        })]);
        draw.Maybe(Body, "noData", 60, () => draw.Pick("zero", "exclude"));
    }

    private void Measured(Draw draw)
    {
        var measure = new JsonObject();
        draw.Maybe(measure, "aggregation", 80, () => DrawnKpi.Aggregation(draw));
        draw.Maybe(measure, "window", 70, () => draw.Below(6) switch
        {
            0 => "all",
            1 => "cycle",
            2 => DrawnKpi.Rolling(draw),
            3 => DrawnKpi.Complete(draw),
            _ => DrawnKpi.Period(draw),
        });
        Body["measure"] = measure;
        DrawnTarget.Set(Body, draw, DrawnKpi.UnitsOf(measure["aggregation"], measure["window"]));
    }
}
