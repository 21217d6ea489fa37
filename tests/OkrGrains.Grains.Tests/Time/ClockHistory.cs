using System.Text;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Time;

/// <summary>
/// Runs a workspace through which the clock moves, drawn from a seed: by moments and by days, and to the milliseconds around what the store
/// and the goals themselves say comes next. After each move the tree as it is, with nothing waited for, must equal the evaluation from
/// scratch.
/// </summary>
internal sealed class ClockHistory
{
    private const int Moves = 12;
    private const int MostReadings = 40;

    private readonly GoalCluster _cluster;
    private readonly Random _random;
    private readonly RandomPlan _drawn;
    private readonly RandomReadings _readings;
    private readonly Producer _producer;
    private readonly List<DrawnReading> _accepted = [];
    private Plan _plan = new() { Workspace = SmallTree.Workspace };
    private Instant _now;

    public ClockHistory(GoalCluster cluster, Instant at, int seed)
    {
        _cluster = cluster;
        _now = at;
        _random = new Random(seed);
        _drawn = new RandomPlan(SmallTree.Workspace, seed, at);
        _readings = new RandomReadings(seed, at);
        _producer = new Producer(cluster, SmallTree.Workspace, "p");
    }

    /// <summary>The step that is running.</summary>
    public string Step { get; private set; } = "start";

    /// <returns>The difference that was found; null when there is none.</returns>
    public async Task<string?> RunAsync()
    {
        await ApplyAsync();
        for (var move = 0; move < Moves; move++)
        {
            if (_random.Next(4) == 0)
            {
                Step = $"edit before move {move}";
                _drawn.Edit();
                await ApplyAsync();
            }

            if (_random.Next(2) == 0)
            {
                Step = $"readings before move {move}";
                var next = _readings.Next(_plan, MostReadings);
                _accepted.AddRange(await _producer.SendAsync(next, () => 1 + _random.Next(20), _random.Next(3)));
                await _cluster.TreeAsync(SmallTree.Workspace, _now, _random.Next(3));
            }

            if (_random.Next(3) == 0)
            {
                Step = $"forgetting before move {move}";
                await _cluster.ForgetAsync(SmallTree.Workspace);
            }

            Step = $"looking where move {move} goes";
            _now = await NextAsync();
            Step = $"move {move} to {_now}";
            await _cluster.MoveClockAsync(_now, _random.Next(3));
            Step = $"comparison after move {move}";
            if (await DifferenceAsync() is { } difference)
            {
                return $"after {move + 1} moves, at {_now}: {difference}\n{Encoding.UTF8.GetString(_drawn.Write())}\n{string.Join('\n', _accepted)}";
            }
        }

        return null;
    }

    private async Task ApplyAsync()
    {
        var file = _drawn.Write();
        _plan = PlanReader.Read(file).Plan!;
        await _cluster.ApplyAsync(file, prune: true, _random.Next(3), SmallTree.Workspace);
    }

    private async Task<Instant> NextAsync()
    {
        var turns = new List<Instant>();
        if (_random.Next(2) == 0)
        {
            var stale = await _cluster.Store.ReadStaleAsync(Instant.Latest, StaleState.BeforeAll, 1, CancellationToken.None);
            turns.AddRange(stale.Select(state => state.StaleAt));
        }
        else
        {
            turns.AddRange((await StatesAsync()).Select(state => state.NextStatusChange?.At).OfType<Instant>());
        }

        var next = turns.Count > 0 && _random.Next(4) > 0
            ? turns[_random.Next(turns.Count)].UnixMillis + _random.Next(3) - 1
            : _now.UnixMillis + (long)Math.Pow(10, _random.NextDouble() * 9);
        return new Instant(Math.Clamp(next, _now.UnixMillis, Instant.Latest.UnixMillis));
    }

    private async Task<string?> DifferenceAsync()
    {
        var expected = EvaluateAt(_now);
        var live = await _cluster.TreeAsync(SmallTree.Workspace, _now, _random.Next(3), upToDate: false);
        var lines = Different(expected.Kpis, live.Kpis).Concat(Different(expected.KeyResults, live.KeyResults))
            .Concat(Different(expected.Objectives, live.Objectives)).ToList();
        foreach (var state in await StatesAsync())
        {
            var name = (await _cluster.DirectoryAsync(SmallTree.Workspace)).ByNumber[state.Goal.Number].Row.Name;
            if (state.NextStatusChange is { } turn && WrongTurn(name, state, turn.At) is { } wrong)
            {
                lines.Add($"{name} says {state.NextStatusChange}, {wrong}");
            }
        }

        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    /// <summary>
    /// Returns what is wrong with a predicted status change; null when nothing is. The prediction of a goal that reads others holds only if
    /// none of them changes before; then it is exact.
    /// </summary>
    private string? WrongTurn(GoalName goal, GoalState state, Instant turn)
    {
        var (now, before, at) = (state.Figures!, EvaluateAt(new(turn.UnixMillis - 1)).Of(goal), EvaluateAt(turn).Of(goal));
        if (!TakesReadings(goal) && (before.Score != now.Score || before.Coverage != now.Coverage || at.Score != now.Score || at.Coverage != now.Coverage))
        {
            return null;
        }

        var right = (before.Status, before.Health) == (now.Status, now.Health)
            && (at.Status, at.Health) == (state.NextStatusChange!.Value.Status, state.NextStatusChange.Value.Health)
            && (at.Status, at.Health) != (now.Status, now.Health);
        return right ? null : $"is {now.Status}{now.Health} now, {before.Status}{before.Health} just before and {at.Status}{at.Health} then";
    }

    private bool TakesReadings(GoalName goal) => goal.Kind switch
    {
        GoalKind.Kpi => _plan.Kpis.Single(kpi => kpi.Id == goal.Id).Measure is not null,
        GoalKind.KeyResult => _plan.Objectives.SelectMany(objective => objective.KeyResults)
            .Single(keyResult => keyResult.Id == goal.Id).Measurement is Model.Definitions.ReadingsMeasurement,
        _ => false,
    };

    private Evaluation EvaluateAt(Instant at) => Evaluator.Evaluate(_plan, [.. _accepted.Select(reading => reading.ToGoalReading())], at);

    private async Task<IReadOnlyList<GoalState>> StatesAsync()
    {
        WorkspaceDirectory directory = await _cluster.DirectoryAsync(SmallTree.Workspace);
        return await _cluster.Of<TreeReader>(0).ReadAsync(directory, directory.Goals, upToDate: false, CancellationToken.None);
    }

    private static IEnumerable<string> Different(IEnumerable<EvaluatedGoal> expected, IEnumerable<EvaluatedGoal> live) =>
        expected.Zip(live).Where(pair => pair.First != pair.Second)
            .Select(pair => $"expected {pair.First.Id} {pair.First.Figures}\n but live {pair.Second.Id} {pair.Second.Figures}");
}
