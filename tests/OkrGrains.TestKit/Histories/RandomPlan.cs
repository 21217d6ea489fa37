using System.Text.Json.Nodes;
using OkrGrains.Model.Time;

namespace OkrGrains.TestKit.Histories;

/// <summary>
/// A plan without faults, drawn at random. Each of its goals has a seed and an id that it keeps, so that edits change a few goals, take
/// some away and bring them back.
/// </summary>
public sealed class RandomPlan
{
    private readonly Draw _draw;
    private readonly Instant _at;
    private readonly string _workspace;
    private readonly List<Drawn> _kpis;
    private readonly List<Drawn> _objectives;
    private readonly List<Drawn> _keyResults;
    private int _settings;
    private int _order;

    /// <summary>Draws a plan of a few KPIs, objectives and key results.</summary>
    /// <param name="workspace">The workspace of the plan.</param>
    /// <param name="seed">The seed; the same seed draws the same plan and the same edits.</param>
    /// <param name="at">The instant around which the cycles lie.</param>
    public RandomPlan(string workspace, int seed, Instant at)
    {
        _workspace = workspace;
        _at = at;
        _draw = new Draw(seed);
        _kpis = Several("k", 7);
        _objectives = Several("o", 6);
        _keyResults = Several("kr", 9);
        _settings = _draw.Seed();
        _order = _draw.Seed();
    }

    /// <summary>
    /// Changes a few goals, takes some away and brings some back. Sometimes it changes settings or order, or nothing at all.
    /// </summary>
    public void Edit()
    {
        if (_draw.Chance(5))
        {
            return;
        }

        foreach (var goal in _kpis.Concat(_objectives).Concat(_keyResults))
        {
            goal.Seed = _draw.Chance(15) ? _draw.Seed() : goal.Seed;
            goal.IsPresent ^= _draw.Chance(goal.IsPresent ? 15 : 40);
        }

        _settings = _draw.Chance(15) ? _draw.Seed() : _settings;
        _order = _draw.Chance(20) ? _draw.Seed() : _order;
    }

    /// <summary>Returns the plan file as JSON.</summary>
    public byte[] Write()
    {
        var settings = new DrawnSettings(_settings, _at);
        var kpis = new List<DrawnKpi>();
        foreach (var kpi in _kpis.Where(kpi => kpi.IsPresent))
        {
            kpis.Add(new DrawnKpi(kpi.Id, kpi.Seed, kpis));
        }

        var objectives = _objectives.Where(objective => objective.IsPresent)
            .Select(objective => new DrawnObjective(objective.Id, objective.Seed, settings)).ToList();
        if (objectives.Count > 0)
        {
            foreach (var keyResult in _keyResults.Where(keyResult => keyResult.IsPresent))
            {
                _ = new DrawnKeyResult(keyResult.Id, keyResult.Seed, objectives, kpis);
            }
        }

        for (var i = 0; i < objectives.Count; i++)
        {
            objectives[i].Align(objectives[..i]);
            objectives[i].Body["keyResults"] = new JsonArray([.. objectives[i].KeyResults.Select(keyResult => keyResult.Body)]);
        }

        var plan = settings.Body;
        plan["workspace"] = _workspace;
        plan["kpis"] = Ordered(kpis.Select(kpi => kpi.Body));
        plan["objectives"] = Ordered(objectives.Select(objective => objective.Body));
        return System.Text.Encoding.UTF8.GetBytes(plan.ToJsonString());
    }

    private JsonArray Ordered(IEnumerable<JsonObject> goals)
    {
        JsonNode[] ordered = [.. goals];
        new Draw(_order).Shuffle(ordered);
        return new JsonArray(ordered);
    }

    private List<Drawn> Several(string prefix, int most) =>
        [.. Enumerable.Range(0, 1 + _draw.Below(most)).Select(i => new Drawn($"{prefix}{i}", _draw.Seed(), _draw.Chance(90)))];

    private sealed class Drawn(string id, int seed, bool isPresent)
    {
        public string Id { get; } = id;

        public int Seed { get; set; } = seed;

        public bool IsPresent { get; set; } = isPresent;
    }
}
