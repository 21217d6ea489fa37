using System.Text;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>
/// Tests that a reading, however late, changes exactly what it belongs to, and that its retraction changes all of that back.
/// </summary>
public sealed class LateReadingTests
{
    private static readonly Instant At = Instant.Parse("2026-03-15T12:00:00Z");

    private static readonly GoalName[] Measured =
    [
        new(GoalKind.Kpi, "total"), new(GoalKind.Kpi, "month"), new(GoalKind.Kpi, "quarter"), new(GoalKind.Kpi, "rolling"),
        new(GoalKind.Kpi, "newest"), new(GoalKind.KeyResult, "measured"),
    ];

    private static readonly (string Time, string Moved)[] Cases =
    [
        ("0001-01-01T00:00:00Z", "total captured ended"),
        ("2019-05-05T05:05:05Z", "total captured ended"),
        ("2025-12-31T23:59:59.999Z", "total captured ended"),
        ("2026-01-01T00:00:00Z", "total quarter captured measured"),
        ("2026-01-31T23:59:59.999Z", "total quarter captured measured"),
        ("2026-02-01T00:00:00Z", "total quarter growth captured measured"),
        ("2026-02-28T23:59:59.999Z", "total quarter growth captured measured"),
        ("2026-03-01T00:00:00Z", "total month quarter growth captured measured"),
        ("2026-03-05T12:00:00Z", "total month quarter growth captured measured"),
        ("2026-03-05T12:00:00.001Z", "total month quarter rolling growth captured measured"),
        ("2026-03-13T23:59:59.999Z", "total month quarter rolling growth captured measured"),
        ("2026-03-14T00:00:00Z", "total month quarter rolling newest growth captured measured"),
        ("2026-03-15T12:00:00Z", "total month quarter rolling newest growth captured measured"),
        ("2026-03-15T12:00:00.001Z", ""),
        ("9999-12-31T23:59:59.999Z", ""),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_late_reading_moves_exactly_the_windows_where_it_belongs_and_its_retraction_moves_them_back(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, At);
        foreach (var (i, (time, moved)) in Cases.Index())
        {
            await CheckAsync(cluster, $"w{i}", Instant.Parse(time), moved);
        }
    }

    private static async Task CheckAsync(GoalCluster cluster, string workspace, Instant time, string moved)
    {
        var plan = Plan(workspace);
        await cluster.ApplyAsync(plan, workspace: workspace);
        var producer = new Producer(cluster, workspace, "p");
        var accepted = Readings("2025-06-01T00:00:00Z", "2026-02-10T00:00:00Z", "2026-03-14T00:00:00Z");
        await producer.SendAsync(accepted, () => 3, silo: 0);
        var before = await cluster.TreeAsync(workspace, At, silo: 1);
        SmallTree.AssertEqual(SmallTree.Expected(accepted, At, plan), before);

        var late = Measured.Select(goal => new DrawnReading(goal, time, 7)).ToList();
        await producer.SendAsync(late, () => 1, silo: 2);
        var after = await cluster.TreeAsync(workspace, At, silo: 0);
        SmallTree.AssertEqual(SmallTree.Expected([.. accepted, .. late], At, plan), after);
        Assert.Equal($"{time}: {moved}", $"{time}: {string.Join(' ', Moved(before, after))}");

        for (var i = 0; i < late.Count; i++)
        {
            await cluster.AmendAsync("p", accepted.Count + 1 + i, null, i % 2 == 0 ? late[i].Goal : null, silo: i, workspace);
        }

        SmallTree.AssertEqual(before, await cluster.TreeAsync(workspace, At, silo: 2));
    }

    private static IEnumerable<string> Moved(Evaluation before, Evaluation after) =>
        before.Kpis.Concat(before.KeyResults).Zip(after.Kpis.Concat(after.KeyResults))
            .Where(pair => pair.First.Figures.Value != pair.Second.Figures.Value).Select(pair => pair.First.Id);

    private static List<DrawnReading> Readings(params string[] times) =>
        [.. times.SelectMany((time, i) => Measured.Select(goal => new DrawnReading(goal, Instant.Parse(time), 100 * (i + 1))))];

    private static byte[] Plan(string workspace) => Encoding.UTF8.GetBytes($$"""
        workspace: {{workspace}}
        cycles:
          - {id: y2025, start: 2025-01-01, end: 2026-01-01}
          - {id: q1, start: 2026-01-01, end: 2026-04-01}
        kpis:
          - {id: total, aggregation: sum}
          - {id: month, aggregation: sum, window: month}
          - {id: quarter, aggregation: sum, window: quarter}
          - {id: rolling, aggregation: sum, window: {rolling: P10D} }
          - {id: newest, aggregation: last}
          - {id: growth, formula: {growth: month} }
        objectives:
          - id: now
            cycle: q1
            keyResults:
              - {id: captured, kpi: total, baseline: captured, changeBy: 1000}
              - {id: measured, measure: {aggregation: sum}, target: 1000}
          - id: past
            cycle: y2025
            keyResults: [{id: ended, kpi: total, target: 1000}]
        """);
}
