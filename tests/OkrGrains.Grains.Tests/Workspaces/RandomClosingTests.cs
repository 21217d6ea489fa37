using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>Compares the finals of random plans with the evaluation of what had been accepted before each closing.</summary>
public sealed class RandomClosingTests
{
    private static readonly Instant Applied = Instant.Parse("2026-02-01T00:00:00Z");

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1000)]
    public async Task Every_final_is_the_score_at_the_end_of_the_cycle_by_what_was_accepted_before_its_closing(int silos, int firstSeed)
    {
        var time = new MovedTime(Applied);
        await using var cluster = await GoalCluster.StartAsync(silos, default, time: time);
        var finals = 0;
        var workspaces = new List<(string Id, Plan Plan, Producer Producer, RandomReadings Readings, List<(Instant At, GoalReading Reading)> Accepted)>();
        for (var seed = firstSeed; seed < firstSeed + 15; seed++)
        {
            var bytes = new RandomPlan($"w{seed}", seed, Applied).Write();
            await cluster.ApplyAsync(bytes, workspace: $"w{seed}");
            workspaces.Add(($"w{seed}", PlanReader.Read(bytes).Plan!, new Producer(cluster, $"w{seed}", "p"), new RandomReadings(seed, Applied), []));
        }

        for (var step = 0; step < 8; step++)
        {
            foreach (var (_, plan, producer, readings, accepted) in workspaces)
            {
                var taken = await producer.SendAsync(readings.Next(plan, 20), () => 5, step);
                accepted.AddRange(taken.Select(reading => (time.At, reading.ToGoalReading())));
            }

            time.At = new Instant(time.At.UnixMillis + (20L * 86_400_000));
        }

        await cluster.Of<DueClosings>(1).CloseAsync(time.At, CancellationToken.None);
        foreach (var (id, plan, _, _, accepted) in workspaces)
        {
            finals += await CheckAsync(cluster, id, plan, accepted, time.At);
        }

        Assert.InRange(finals, 30, int.MaxValue);
    }

    private static async Task<int> CheckAsync(
        GoalCluster cluster, string id, Plan plan, List<(Instant At, GoalReading Reading)> accepted, Instant now)
    {
        var zone = Zone.Find(plan.Settings.TimeZone);
        var finals = 0;
        foreach (var cycle in plan.Settings.Cycles)
        {
            var closing = cycle.ClosesAt(zone);
            var end = CycleSpan.Of(cycle, zone).End;
            var counted = accepted.Where(one => one.At < closing).Select(one => one.Reading).ToList();
            var expected = Evaluator.Evaluate(plan, counted, end);
            foreach (var goal in plan.Objectives.Where(one => one.Cycle == cycle.Id).SelectMany(one => one.KeyResults
                .Select(keyResult => new GoalName(GoalKind.KeyResult, keyResult.Id)).Append(new GoalName(GoalKind.Objective, one.Id))))
            {
                var state = await cluster.StateAsync(id, goal, silo: finals);
                var due = closing > Applied && closing <= now;
                Assert.True(state.Final == (due ? ClosingCycle.Final(expected, goal) : null), $"{id} {goal}: {state.Final}");
                finals += due ? 1 : 0;
            }
        }

        return finals;
    }
}
