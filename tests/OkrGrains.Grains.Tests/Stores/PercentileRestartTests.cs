using System.Text;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Stores;

/// <summary>
/// Tests a store that is served again and whose states hold only the values of percentiles, because their readings have more different
/// digits than a state has room for.
/// </summary>
public sealed class PercentileRestartTests
{
    /// <summary>More different values than the 256 buckets that a state holds.</summary>
    private const int Many = 600;

    private static readonly Instant Later = new(SmallTree.At.UnixMillis + (36L * 3_600_000));

    private static readonly byte[] Plan = Encoding.UTF8.GetBytes("""
        workspace: w
        cycles: [{id: q1, start: 2026-01-01, through: 2026-03-31}]
        kpis:
          - {id: a, aggregation: {percentile: 95}, window: month, atMost: 300}
          - {id: b, aggregation: median, window: {rolling: P2D}, target: 400}
          - {id: c, aggregation: {percentile: 99.9}, window: {complete: day}, atMost: 300}
        objectives:
          - id: top
            cycle: q1
            keyResults:
              - {id: by-a, kpi: a, baseline: captured, changeByPercent: 10}
              - {id: by-b, kpi: b}
              - {id: by-c, kpi: c}
              - {id: own, measure: {aggregation: median}, target: 450}
        """);

    private static readonly GoalName[] Goals =
        [SmallTree.A, SmallTree.B, new(GoalKind.Kpi, "c"), new(GoalKind.KeyResult, "own")];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_percentile_goes_on_after_a_restart(int silos)
    {
        using var folder = new TempFolder();
        var accepted = new List<DrawnReading>();
        await using (var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path))
        {
            await cluster.ApplyAsync(Plan);
            accepted.AddRange(await new Producer(cluster, "w", "p").SendAsync(Drawn(Many, 0), () => 100, silo: 1));
            await AssertAsync(cluster, accepted, SmallTree.At);
        }

        await using var again = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path);
        await AssertAsync(again, accepted, SmallTree.At);
        accepted.AddRange(await new Producer(again, "w", "q").SendAsync(Drawn(20, 7), () => 5, silo: 2));
        await AssertAsync(again, accepted, SmallTree.At);

        await again.RestartAsync(SmallTree.At);
        var directory = await again.DirectoryAsync("w");
        var retracted = new NamedAmendment("q", 1, null, "test", "");
        var (_, answer) = await again.Of<AmendmentGateway>(1).AmendAsync(directory, retracted, null, CancellationToken.None);
        Assert.Equal(AmendOutcome.Made, answer.Outcome);
        accepted.RemoveAt(Many * Goals.Length);
        await AssertAsync(again, accepted, SmallTree.At);

        await again.RestartAsync(SmallTree.At);
        await again.MoveClockAsync(Later);
        await AssertAsync(again, accepted, Later);
        await again.RestartAsync(Later);
        await AssertAsync(again, accepted, Later);
    }

    private static async Task AssertAsync(GoalCluster cluster, IEnumerable<DrawnReading> accepted, Instant at)
    {
        var expected = SmallTree.Expected(accepted, at, Plan);
        Assert.All(expected.Kpis, kpi => Assert.NotNull(kpi.Figures.Value));
        SmallTree.AssertEqual(expected, await cluster.TreeAsync("w", at, silo: 1));
    }

    // Values of four different digits, a reading of each goal a minute, the last one at the instant itself.
    private static List<DrawnReading> Drawn(int count, int offset) =>
    [
        .. Goals.SelectMany((goal, g) => Enumerable.Range(0, count).Select(i => new DrawnReading(
            goal, new Instant(SmallTree.At.UnixMillis - (i * 60_000L)), 1 + (((i * 7919) + (g * 13) + offset) % 9000 / 10.0)))),
    ];
}
