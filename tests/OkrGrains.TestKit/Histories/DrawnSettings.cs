using System.Globalization;
using System.Text.Json.Nodes;
using OkrGrains.Model.Time;

namespace OkrGrains.TestKit.Histories;

/// <summary>The zone, the thresholds and the cycles of a drawn plan.</summary>
internal sealed class DrawnSettings
{
    public static readonly string[] Zones =
    [
        "UTC", "America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Asia/Kolkata",
    ];

    private static readonly string[] _thresholds = ["behindAfter", "atRiskAfter", "healthyFrom", "watchFrom"];

    public DrawnSettings(int seed, Instant at)
    {
        var draw = new Draw(seed);
        draw.Maybe(Body, "timeZone", 70, () => draw.Pick(Zones));
        draw.Maybe(Body, "policy", 40, () => Policy(draw));
        for (var i = draw.Below(3); i >= 0; i--)
        {
            var cycle = Cycle(draw, $"c{i}", at);
            Cycles.Add(cycle);
        }

        Body["cycles"] = new JsonArray([.. Cycles.Select(cycle => cycle.Body)]);
    }

    public JsonObject Body { get; } = [];

    public List<DrawnCycle> Cycles { get; } = [];

    private static JsonObject Policy(Draw draw)
    {
        var policy = new JsonObject();
        foreach (var threshold in _thresholds)
        {
            draw.Maybe(policy, threshold, 60, () => draw.Portion(0, 1));
        }

        return policy;
    }

    // Draws a cycle before, around or after T, one in five with its start and one in five with its end near T's date.
    private static DrawnCycle Cycle(Draw draw, string id, Instant at)
    {
        var today = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMillis).UtcDateTime);
        var start = today.AddDays(draw.Chance(20) ? draw.Below(2) : draw.Below(200) - 150);
        var end = draw.Chance(20) ? today.AddDays(draw.Below(3)) : start.AddDays(1 + draw.Below(120));
        if (end <= start)
        {
            end = start.AddDays(1);
        }

        var body = new JsonObject { ["id"] = id, ["start"] = Date(start) };
        var (key, date) = draw.Chance(30) ? ("through", end.AddDays(-1)) : ("end", end);
        body[key] = Date(date);
        draw.Maybe(body, "closeAfter", 20, () => draw.Chance(30) ? "PT0S" : draw.Duration());
        return new DrawnCycle(id, start, end, body);
    }

    internal static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A cycle of a drawn plan.</summary>
internal sealed record DrawnCycle(string Id, DateOnly Start, DateOnly End, JsonObject Body)
{
    /// <summary>Sets milestones on about a third of the goals of the cycle.</summary>
    public void Milestones(JsonObject goal, Draw draw)
    {
        var days = End.DayNumber - Start.DayNumber - 1;
        if (days < 1 || !draw.Chance(30))
        {
            return;
        }

        var dates = Enumerable.Range(0, 1 + draw.Below(3)).Select(_ => Start.AddDays(1 + draw.Below(days))).Distinct().Order().ToList();
        var progress = dates.Select(_ => draw.Portion(0, 1)).Order().ToList();
        goal["milestones"] = new JsonArray([.. dates.Zip(progress, (date, expected) =>
            new JsonObject { ["date"] = DrawnSettings.Date(date), ["progress"] = expected })]);
    }
}
