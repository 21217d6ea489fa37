using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Grains.Tests;

/// <summary>Tests of silos that come and go, and of grains that move, while readings arrive.</summary>
public sealed class SiloTests(ITestOutputHelper output)
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
        var moves = new List<Task>();
        for (var i = 0; i < 5; i++)
        {
            foreach (var goal in goals)
            {
                var grain = await cluster.GrainAsync(goal, silo: i);
                if (i % 2 == 0)
                {
                    await cluster.Silos.DeactivateAsync(grain);
                }
                else
                {
                    moves.Add(cluster.Silos.MigrateAsync(grain));
                }
            }
        }

        // Placement may choose the silo where a grain is already. The grain then stays, and nobody hears of a move.
        await Task.WhenAny(moves);
        await ingest;
        await AssertRightAsync(cluster);
    }

    /// <summary>Prints the figure: <c>dotnet test --filter SiloTests --logger "console;verbosity=detailed"</c>.</summary>
    [Fact]
    public async Task Under_load_a_silo_that_dies_is_got_over_and_one_that_joins_is_used()
    {
        await using var cluster = await StartAsync();
        await IngestAsync(new Producer(cluster, SmallTree.Workspace, "before"), 5);
        using var events = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 2).Select(silo =>
            IngestAsync(new Producer(cluster, SmallTree.Workspace, $"load-{silo}"), int.MaxValue, silo, events.Token)));

        var killed = TimeProvider.System.GetTimestamp();
        await InTimeAsync("the kill", cluster.Silos.KillSiloAsync(cluster.Silos.Silos[2]));
        await InTimeAsync("readings after the kill", IngestAsync(new Producer(cluster, SmallTree.Workspace, "after"), 1));
        var acknowledged = TimeProvider.System.GetElapsedTime(killed);
        await InTimeAsync("reading", cluster.TreeAsync(SmallTree.Workspace, SmallTree.At, silo: 1));
        var upToDate = TimeProvider.System.GetElapsedTime(killed);
        output.WriteLine(
            $"recovery from the death of one of three silos: readings to all {Kpis} goals durable after {acknowledged.TotalSeconds:F1} s, "
            + $"in the root after {upToDate.TotalSeconds:F1} s");

        await InTimeAsync("the new silo", cluster.Silos.StartAdditionalSiloAsync());
        await IngestAsync(new Producer(cluster, SmallTree.Workspace, "joined"), 5);
        await events.CancelAsync();
        await InTimeAsync("the end of the load", load);
        await AssertRightAsync(cluster);
    }

    /// <summary>
    /// Waits for a task for a minute, and names what hangs. A silo is declared dead after some 15 s by default, and calls to it end then.
    /// </summary>
    private static async Task InTimeAsync(string what, Task task)
    {
        if (await Task.WhenAny(task, Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System)) != task)
        {
            Assert.Fail($"{what} takes more than a minute");
        }

        await task;
    }

    private static async Task<GoalCluster> StartAsync()
    {
        var cluster = await GoalCluster.StartAsync(3, SmallTree.At);
        await cluster.ApplyAsync(_plan);
        return cluster;
    }

    /// <summary>Sends readings until every one of them is acknowledged.</summary>
    private async Task IngestAsync(Producer producer, int rounds, int silo = 0, CancellationToken until = default)
    {
        for (var round = 0; round < rounds && !until.IsCancellationRequested; round++)
        {
            DrawnReading[] readings =
            [
                .. Enumerable.Range(0, Kpis).Select(i => SmallTree.Reading(new(GoalKind.Kpi, $"k{i}"), 1 + ((round + i) % 3))),
            ];
            lock (_accepted)
            {
                _accepted.AddRange(readings);
            }

            Assert.Equal(readings, await producer.SendAsync(readings, () => 5, silo));
        }
    }

    private async Task AssertRightAsync(GoalCluster cluster)
    {
        var expected = SmallTree.Expected(_accepted, plan: _plan);
        await cluster.UntilAsync(SmallTree.Top, expected.Of(SmallTree.Top), silo: 1);
        SmallTree.AssertEqual(expected, await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At, silo: 1));
    }
}
