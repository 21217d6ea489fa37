using System.Text;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests;

/// <summary>A tree of two KPIs, the key results that they measure, their objective and the one above it.</summary>
internal static class SmallTree
{
    public const string Workspace = "w";

    public static Instant At { get; } = Instant.Parse("2026-02-01T00:00:00Z");

    public static GoalName A { get; } = new(GoalKind.Kpi, "a");

    public static GoalName B { get; } = new(GoalKind.Kpi, "b");

    public static GoalName Top { get; } = new(GoalKind.Objective, "top");

    public static byte[] Plan { get; } = Encoding.UTF8.GetBytes("""
        workspace: w
        kpis:
          - {id: a, aggregation: sum, target: 1000}
          - {id: b, aggregation: sum, window: {rolling: P10D}, empty: zero, target: 1000}
        objectives:
          - {id: top}
          - id: low
            parents: [{objective: top}]
            keyResults:
              - {id: by-a, kpi: a}
              - {id: by-b, kpi: b, weight: 3}
        """);

    public static DrawnReading Reading(GoalName goal, double value, int minutesBefore = 1) =>
        new(goal, new Instant(At.UnixMillis - (minutesBefore * 60_000L)), value);

    public static Evaluation Expected(IEnumerable<DrawnReading> readings, Instant? at = null, byte[]? plan = null) =>
        Evaluator.Evaluate(PlanReader.Read(plan ?? Plan).Plan!, [.. readings.Select(reading => reading.ToGoalReading())], at ?? At);

    public static GoalFigures Of(this Evaluation evaluation, GoalName goal) => (goal.Kind switch
    {
        GoalKind.Kpi => evaluation.Kpis,
        GoalKind.KeyResult => evaluation.KeyResults,
        _ => evaluation.Objectives,
    }).Single(one => one.Id == goal.Id).Figures;

    public static void AssertEqual(Evaluation expected, Evaluation live)
    {
        Assert.Equal(expected.Kpis.ToArray(), live.Kpis.ToArray());
        Assert.Equal(expected.KeyResults.ToArray(), live.KeyResults.ToArray());
        Assert.Equal(expected.Objectives.ToArray(), live.Objectives.ToArray());
    }

    public static async Task<Nano?> ValueAsync(this GoalCluster cluster, GoalName goal, int silo = 0) =>
        (await cluster.TreeAsync(Workspace, At, silo)).Of(goal).Value;

    public static async Task<IGoalGrain> GrainAsync(this GoalCluster cluster, GoalName goal, int silo = 0) =>
        GrainsOfGoals.Of(cluster.Of<IGrainFactory>(silo), (await cluster.DirectoryAsync(Workspace, silo)).ByName[goal].Address);

    /// <summary>Waits until a goal's watchers are told of figures. Meanwhile nothing is read or sent.</summary>
    public static async Task UntilAsync(this GoalCluster cluster, GoalName goal, GoalFigures figures, int silo = 0, string workspace = Workspace)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var address = (await cluster.DirectoryAsync(workspace, silo)).ByName[goal].Address;
        using var watch = cluster.Of<GoalWatchHub>(silo).Open([address]);
        GoalFigures? last = null;
        try
        {
            while (last != figures)
            {
                last = (await watch.NextAsync(patience.Token))[^1].Figures;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(figures, last);
        }
    }
}
