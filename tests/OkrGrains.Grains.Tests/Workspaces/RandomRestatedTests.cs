using System.Text;
using System.Text.Json.Nodes;
using OkrGrains.Grains.Tests.Readings;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>
/// Compares <c>restated</c> with two evaluations from scratch at the instant of the final score: of what was accepted before the closing, which
/// is the final score, and of what is accepted now.
/// </summary>
public sealed class RandomRestatedTests
{
    private static readonly Instant _applied = Instant.Parse("2026-02-01T00:00:00Z");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_goal_is_restated_when_what_is_accepted_now_gives_another_score_at_the_end(int silos)
    {
        var time = new MovedTime(_applied);
        await using var cluster = await GoalCluster.StartAsync(silos, default, time: time);
        var histories = new List<History>();
        foreach (var seed in Thoroughness.Seeds(30, 300))
        {
            histories.Add(await History.StartAsync(cluster, time, seed));
        }

        var seen = new Dictionary<(bool IsRestated, bool HasMoved), int>();
        for (var step = 0; step < 9; step++)
        {
            time.At = new Instant(time.At.UnixMillis + (15L * 86_400_000));
            await cluster.Of<DueClosings>(step).CloseAsync(time.At, CancellationToken.None);
            foreach (var history in histories)
            {
                // Time has gone on, and nothing was accepted.
                await history.CheckAsync(step, seen);
                await history.StepAsync(step);
                await history.CheckAsync(step + 1, seen);
            }
        }

        if (histories.Count > 1)
        {
            Assert.All(
                new[] { (true, true), (true, false), (false, true), (false, false) },
                one => Assert.InRange(seen.GetValueOrDefault(one), 10, int.MaxValue));
        }
    }

    private sealed class History(GoalCluster cluster, MovedTime time, int seed)
    {
        private static readonly GoalName _recent = new(GoalKind.Kpi, "recent");

        private readonly string _workspace = $"w{seed}";
        private readonly RandomPlan _drawn = new($"w{seed}", seed, _applied);
        private readonly RandomReadings _readings = new(seed, _applied);
        private readonly RandomAmendments _amendments = new(seed);
        private readonly Producer _producer = new(cluster, $"w{seed}", "p");
        private readonly List<AcceptedReading> _accepted = [];
        private readonly List<Amendment> _made = [];
        private Plan _plan = null!;

        public static async Task<History> StartAsync(GoalCluster cluster, MovedTime time, int seed)
        {
            var history = new History(cluster, time, seed);
            await history.ApplyAsync();
            return history;
        }

        public async Task StepAsync(int step)
        {
            if (step > 3 && seed % 2 == 0)
            {
                // In half of the histories time goes on alone.
                return;
            }

            if ((step + seed) % 8 == 5)
            {
                _drawn.Edit();
                await ApplyAsync();
            }

            if (step % 4 == 3)
            {
                await cluster.ForgetAsync(_workspace);
            }

            var few = step > 2 && (step + seed) % 3 != 0;
            var readings = _readings.Next(_plan, few ? 1 : 12).ToList();
            if (step <= 3)
            {
                // It leaves its window while time goes on.
                readings.Add(new DrawnReading(_recent, new Instant(time.At.UnixMillis - 86_400_000), 1));
            }

            foreach (var (sequence, reading) in await _producer.SendNumberedAsync(readings, () => 3, step))
            {
                _accepted.Add(new AcceptedReading(new ReadingName(1, sequence), reading.ToGoalReading()));
            }

            var directory = await cluster.DirectoryAsync(_workspace);
            foreach (var amendment in _amendments.Next([.. _accepted.Where(one => directory.ByName.ContainsKey(one.Reading.Goal))], few ? 0 : 2))
            {
                var name = amendment.Reading.Name;
                var goal = amendment.Reading.Reading.Goal;
                var made = await cluster.AmendAsync("p", name.Sequence, amendment.Value, goal, step, _workspace);
                if (made.Outcome == Grains.Readings.AmendOutcome.Made)
                {
                    _made.Add(amendment.ToAmendment());
                }
            }
        }

        public async Task CheckAsync(int silo, Dictionary<(bool IsRestated, bool HasMoved), int> seen)
        {
            var counted = AmendedReadings.Of(_accepted, _made);
            var evaluations = new Dictionary<Instant, Evaluation>();
            foreach (var goal in _plan.Objectives.SelectMany(one => one.KeyResults
                .Select(keyResult => new GoalName(GoalKind.KeyResult, keyResult.Id)).Append(new GoalName(GoalKind.Objective, one.Id))))
            {
                var state = await cluster.StateAsync(_workspace, goal, silo);
                if (state.Final is not { } final)
                {
                    Assert.False(state.IsRestated);
                    continue;
                }

                if (!evaluations.TryGetValue(final.At, out var now))
                {
                    evaluations.Add(final.At, now = Evaluator.Evaluate(_plan, counted, final.At));
                }

                var score = now.Of(goal).Score ?? Portion.Zero;
                Assert.True(state.ScoreAtFinal == score, $"{_workspace} {goal}: {state.ScoreAtFinal}, not {score}");
                Assert.Equal(score != final.Score, state.IsRestated);
                var key = (state.IsRestated, state.Figures!.Score != state.ScoreAtFinal);
                seen[key] = seen.GetValueOrDefault(key) + 1;
            }
        }

        private async Task ApplyAsync()
        {
            var bytes = WithTimelessGoals(_drawn.Write());
            await cluster.ApplyAsync(bytes, prune: true, workspace: _workspace);
            _plan = PlanReader.Read(bytes).Plan!;
        }

        /// <summary>Aligns an objective without a cycle, whose score the clock moves for ever, under every other objective of the plan.</summary>
        private static byte[] WithTimelessGoals(byte[] drawn)
        {
            var plan = JsonNode.Parse(drawn)!;
            plan["kpis"]!.AsArray().Add(JsonNode.Parse(
                """{"id": "recent", "aggregation": "count", "window": {"rolling": "P20D"}, "empty": "zero"}"""));
            string[] kpis = [.. plan["kpis"]!.AsArray().Select(kpi => (string)kpi!["id"]!)];
            string[] objectives = [.. plan["objectives"]!.AsArray().Select(objective => (string)objective!["id"]!)];
            for (var i = 0; i < objectives.Length && kpis.Length > 0; i++)
            {
                plan["objectives"]!.AsArray().Add(JsonNode.Parse(
                    $$"""
                    {"id": "t{{i}}", "parents": [{"objective": "{{objectives[i]}}"}],
                     "keyResults": [{"id": "tk{{i}}", "kpi": "{{(i % 2 == 0 ? "recent" : kpis[i % kpis.Length])}}", "target": 3}]}
                    """));
            }

            return Encoding.UTF8.GetBytes(plan.ToJsonString());
        }
    }
}
