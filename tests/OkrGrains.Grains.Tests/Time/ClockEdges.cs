using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Time;

/// <summary>A plan that has every kind of edge, and the instants of the edges.</summary>
internal static class ClockEdges
{
    private const string Goals = """
        timeZone: America/Chicago
        cycles:
          - {id: spring, start: 2026-03-01, end: 2026-04-01}
          - {id: short, start: 2026-03-08, end: 2026-03-09}
          - {id: long, start: 2025-11-02, end: 2025-11-03}
          - {id: autumn, start: 2025-10-01, end: 2026-01-01}
        kpis:
          - {id: hour, aggregation: count, window: hour, empty: zero, atLeast: 1}
          - {id: day, aggregation: sum, window: day, target: 10}
          - {id: month, aggregation: average, window: month, target: 10}
          - {id: year, aggregation: max, window: year, target: 10}
          - {id: rolling, aggregation: sum, window: {rolling: P1D}, atLeast: 5}
          - {id: last, atLeast: 1, staleAfter: P1D}
          - {id: growth, formula: {growth: day}, atLeast: 1}
        objectives:
          - {id: top, cycle: spring}
          - id: of-spring
            cycle: spring
            parents: [{objective: top}]
            keyResults:
              - {id: paced, kpi: last, target: 10, milestones: [{date: 2026-03-08, progress: 0.4}, {date: 2026-03-10, progress: 0.8}]}
              - {id: of-day, kpi: day, weight: 2}
              - {id: own, measure: {aggregation: sum, window: {rolling: P1D}}, target: 10}
              - {id: of-growth, kpi: growth, weight: 3}
          - {id: of-short, cycle: short, keyResults: [{id: in-short, kpi: last, target: 10}]}
          - {id: of-long, cycle: long, keyResults: [{id: in-long, kpi: last, target: 10}, {id: captured, kpi: last, baseline: captured, changeBy: 5}]}
          - {id: of-autumn, cycle: autumn, parents: [{objective: of-long}], keyResults: [{id: in-autumn, kpis: [{kpi: month}, {kpi: year, weight: 2}]}]}
        """;

    /// <summary>
    /// All edges. Each has a name, a reading before it, the goal that changes, the first instant of the change, and what the goal is before
    /// and from then on.
    /// </summary>
    public static IReadOnlyList<ClockEdge> All { get; } =
    [
        new("the day when clocks go forward", "2026-03-08T12:00:00Z", "kpis/day", 10, "2026-03-09T05:00:00Z", "10 HEALTHY", "- NO_DATA"),
        new("the day when clocks go back", "2025-11-02T12:00:00Z", "kpis/day", 10, "2025-11-03T06:00:00Z", "10 HEALTHY", "- NO_DATA"),
        new("the hour that comes twice", "2025-11-02T06:30:00Z", "kpis/hour", 10, "2025-11-02T07:00:00Z", "1 HEALTHY", "0 UNHEALTHY"),
        new("the hour that is left out", "2026-03-08T07:30:00Z", "kpis/hour", 10, "2026-03-08T08:00:00Z", "1 HEALTHY", "0 UNHEALTHY"),
        new("the month's end", "2026-03-31T12:00:00Z", "kpis/month", 8, "2026-04-01T05:00:00Z", "8 WATCH", "- NO_DATA"),
        new("the year's end", "2025-12-31T12:00:00Z", "kpis/year", 7, "2026-01-01T06:00:00Z", "7 WATCH", "- NO_DATA"),
        new("a reading leaves", "2026-03-07T18:00:00.500Z", "kpis/rolling", 5, "2026-03-08T18:00:00.500Z", "5 HEALTHY", "- NO_DATA"),
        new("a reading leaves a key result", "2026-03-07T18:00:00Z", "keyResults/own", 4, "2026-03-08T18:00:00Z", "4 ON_TRACK", "- NO_DATA"),
        new("a reading comes due", "2026-03-08T09:00:00.001Z", "kpis/last", 3, "2026-03-08T09:00:00.001Z", "- NO_DATA", "3 HEALTHY"),
        new("a reading grows stale", "2026-03-08T03:00:00Z", "kpis/last", 3, "2026-03-09T03:00:00.001Z", "3 HEALTHY", "3 STALE"),
        new("a growth's period goes", "2026-03-07T12:00:00Z", "kpis/growth", 3, "2026-03-08T06:00:00Z", "- NO_DATA", "- NO_DATA"),
        new("a cycle starts", "2026-03-08T01:00:00Z", "keyResults/in-short", 3, "2026-03-08T06:00:00Z", "3 NOT_STARTED", "3 ON_TRACK"),
        new("a cycle ends", "2025-11-02T22:00:00Z", "keyResults/in-long", 3, "2025-11-03T06:00:00Z", "3 AT_RISK", "3 MISSED"),
        new("a cycle ends well with the year", "2025-12-31T12:00:00Z", "keyResults/in-autumn", 8, "2026-01-01T06:00:00Z", "- BEHIND", "- SUCCEEDED"),
        new("behind", "2026-03-08T01:00:00Z", "keyResults/in-short", 3, "2026-03-08T14:03:00.001Z", "3 ON_TRACK", "3 BEHIND"),
        new("at risk", "2026-03-08T01:00:00Z", "keyResults/in-short", 3, "2026-03-08T18:39:00.001Z", "3 BEHIND", "3 AT_RISK"),
        new("behind a milestone", "2026-03-07T01:00:00Z", "keyResults/paced", 4, "2026-03-08T11:52:30.001Z", "4 ON_TRACK", "4 BEHIND"),
    ];

    public static byte[] Plan(string workspace) => Encoding.UTF8.GetBytes($"workspace: {workspace}\n{Goals}");
}

/// <summary>An instant at which the clock changes a goal.</summary>
internal sealed record ClockEdge(string Name, string Time, string Goal, double Value, string StatusChange, string Before, string After)
{
    public Instant At => Instant.Parse(StatusChange);

    /// <summary>
    /// The instant at which the readings are sent: well before the edge, and not before the event time of the reading unless its coming due
    /// is the edge.
    /// </summary>
    public Instant Start => new(Math.Min(Instant.Parse(Time).UnixMillis, At.UnixMillis - 3_600_000));

    public GoalName Watched => Of(Goal);

    /// <summary>The readings, one for each goal that the watched goal reads.</summary>
    public IReadOnlyList<DrawnReading> Readings => [.. SourcesOf(Watched).Select(goal => new DrawnReading(goal, Instant.Parse(Time), Value))];

    public static string Words(GoalFigures figures) => $"{figures.Value?.ToString() ?? "-"} {figures.Health?.Word() ?? figures.Status?.Word()}";

    private static IEnumerable<GoalName> SourcesOf(GoalName goal) => goal.Id switch
    {
        "growth" => [new(GoalKind.Kpi, "day")],
        "in-autumn" => [new(GoalKind.Kpi, "month"), new(GoalKind.Kpi, "year")],
        "in-short" or "in-long" or "paced" => [new(GoalKind.Kpi, "last")],
        _ => [goal],
    };

    private static GoalName Of(string goal) =>
        new(goal.StartsWith("kpis/", StringComparison.Ordinal) ? GoalKind.Kpi : GoalKind.KeyResult, goal[(goal.IndexOf('/', StringComparison.Ordinal) + 1)..]);
}
