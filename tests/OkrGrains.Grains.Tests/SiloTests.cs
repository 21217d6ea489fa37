using System.Text;
using OkrGrains.Histories;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Tests;

/// <summary>Silos that come and go, and grains that move, while readings arrive.</summary>
public sealed class SiloTests
{
    private const int Kpis = 12;

    private static readonly byte[] _plan = Encoding.UTF8.GetBytes($$"""
        workspace: w
        kpis:
        {{string.Join('\n', Enumerable.Range(0, Kpis).Select(i => $"  - {{id: k{i}, aggregation: sum, target: 100}}"))}}
        objectives:
          - {id: top}
        {{string.Join('\n', Enumerable.Range(0, Kpis).Select(i =>
            $"  - {{id: o{i}, parents: [{{objective: top}}], keyResults: [{{id: kr{i}, kpi: k{i}}}]}}"))}}
        """);

    private readonly List<DrawnReading> _accepted = [];

    [Fact]
    public async Task A_silo_that_dies_and_one_that_joins_lose_no_reading_and_leave_no_score_behind()
    {
        await using var cluster = await StartAsync();
        var producer = new Producer(cluster, SmallTree.Workspace, "p");
        await IngestAsync(producer, 5);
        var ingest = IngestAsync(producer, 20);
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[2]);
        await ingest;
        ingest = IngestAsync(producer, 20);
        await cluster.Silos.StartAdditionalSiloAsync();
        await ingest;
        await AssertRightAsync(cluster);
    }

    [Fact]
    public async Task Grains_that_are_deactivated_or_moved_meanwhile_lose_nothing()
    {
        await using var cluster = await StartAsync();
        var producer = new Producer(cluster, SmallTree.Workspace, "p");
        var ingest = IngestAsync(producer, 40);
        GoalName[] goals = [new(GoalKind.Kpi, "k1"), new(GoalKind.KeyResult, "kr1"), new(GoalKind.Objective, "o1"), SmallTree.Top];
        for (var i = 0; i < 5; i++)
        {
            foreach (var goal in goals)
            {
                var grain = await cluster.GrainAsync(goal, silo: i);
                await (i % 2 == 0 ? cluster.Silos.DeactivateAsync(grain) : cluster.Silos.MigrateAsync(grain));
            }
        }

        await ingest;
        await AssertRightAsync(cluster);
    }

    private static async Task<GoalCluster> StartAsync()
    {
        var cluster = await GoalCluster.StartAsync(3, SmallTree.At);
        await cluster.ApplyAsync(_plan);
        return cluster;
    }

    /// <summary>Every reading is acknowledged in the end.</summary>
    private async Task IngestAsync(Producer producer, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            DrawnReading[] readings =
            [
                .. Enumerable.Range(0, Kpis).Select(i => SmallTree.Reading(new(GoalKind.Kpi, $"k{i}"), 1 + ((round + i) % 3))),
            ];
            _accepted.AddRange(readings);
            Assert.Equal(readings, await producer.SendAsync(readings, () => 5, silo: 0));
        }
    }

    private async Task AssertRightAsync(GoalCluster cluster)
    {
        var expected = SmallTree.Expected(_accepted, plan: _plan);
        await cluster.UntilAsync(SmallTree.Top, expected.Of(SmallTree.Top), silo: 1);
        SmallTree.AssertEqual(expected, await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At, silo: 1));
    }
}
