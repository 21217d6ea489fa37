using System.Text.Json.Nodes;

namespace OkrGrains.TestKit.Histories;

/// <summary>An objective of a drawn plan.</summary>
internal sealed class DrawnObjective
{
    /// <summary>Draws an objective without key results and links.</summary>
    /// <param name="id">The id of the objective.</param>
    /// <param name="seed">The seed of everything else.</param>
    /// <param name="settings">The settings, whose cycles it may have.</param>
    public DrawnObjective(string id, int seed, DrawnSettings settings)
    {
        var draw = new Draw(seed);
        Id = id;
        Body["id"] = id;
        Cycle = draw.Chance(75) ? draw.Among(settings.Cycles) : null;
        if (Cycle is not null)
        {
            Body["cycle"] = Cycle.Id;
            Cycle.Milestones(Body, draw);
        }

        draw.Maybe(Body, "commitment", 60, () => draw.Pick("committed", "aspirational"));
        draw.Maybe(Body, "from", 40, () => draw.Pick("both", "keyResults", "aligned"));
        RollUp(Body, draw);
        LinkSeed = draw.Seed();
    }

    public string Id { get; }

    public JsonObject Body { get; } = [];

    public DrawnCycle? Cycle { get; }

    public List<DrawnKeyResult> KeyResults { get; } = [];

    private int LinkSeed { get; }

    public static void RollUp(JsonObject goal, Draw draw)
    {
        draw.Maybe(goal, "rollup", 60, () => draw.Pick("weightedAverage", "minimum", "maximum"));
        draw.Maybe(goal, "noData", 60, () => draw.Pick("zero", "exclude"));
    }

    /// <summary>Aligns this objective under some of those before it, so that no links form a cycle.</summary>
    public void Align(IReadOnlyList<DrawnObjective> earlier)
    {
        var draw = new Draw(LinkSeed);
        List<(string Kind, string Id)> candidates =
        [
            .. earlier.Select(objective => ("objective", objective.Id)),
            .. earlier.SelectMany(objective => objective.KeyResults).Select(keyResult => ("keyResult", keyResult.Id)),
        ];
        if (candidates.Count == 0 || !draw.Chance(85))
        {
            return;
        }

        Body["parents"] = new JsonArray([.. draw.Some(candidates, 4).Select(parent =>
        {
            var link = new JsonObject { [parent.Kind] = parent.Id };
            draw.Maybe(link, "weight", 50, () => draw.Weight());
            return link;
        })]);
    }
}
