using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Simulation.Tests.Histories;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Stores;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Checks;

/// <summary>Checks what must hold once nothing is in flight any more.</summary>
internal sealed class Outcome
{
    private readonly World _world;
    private readonly StoreContents _durable;
    private readonly Dictionary<GoalName, GoalFigures> _expected;

    public Outcome(World world, SimulatedStore store, Plan plan, Instant at)
    {
        (_world, _durable) = (world, store.Durable);
        var names = _durable.Goals(History.Workspace).Where(goal => !goal.Removed).ToDictionary(goal => goal.Goal, goal => goal.Name);
        var readings = new List<GoalReading>();
        foreach (var (goal, commit) in _durable.AllReadings)
        {
            if (names.TryGetValue(goal, out var name) && TakesReadings(plan, name))
            {
                foreach (var reading in commit.Readings.ToArray())
                {
                    Assert.True(Nano.TryFromDouble(reading.Value, out var value));
                    readings.Add(new GoalReading(name, reading.Time, value));
                }
            }
        }

        var evaluation = Evaluator.Evaluate(plan, readings, at);
        _expected = Of(GoalKind.Kpi, evaluation.Kpis).Concat(Of(GoalKind.KeyResult, evaluation.KeyResults))
            .Concat(Of(GoalKind.Objective, evaluation.Objectives)).ToDictionary(goal => goal.Name, goal => goal.Figures);
    }

    /// <summary>Checks that everything that was sent counts, as it was sent and once.</summary>
    public void CheckReadings(IEnumerable<SimulatedProducer> producers)
    {
        foreach (var producer in producers)
        {
            if (_durable.Producer(producer.Workspace, producer.Name) is not { } row)
            {
                if (producer.Readings.Count > 0)
                {
                    _world.Fail($"{producer.Name} is unknown");
                }

                continue;
            }

            producer.CheckDurable(row.Number, 1, producer.Readings.Count, "in the end");
            foreach (var (goal, commit) in _durable.AllReadings)
            {
                foreach (var held in commit.Readings.ToArray().Where(reading => reading.Producer == row.Number))
                {
                    var sent = producer.Readings[(int)held.Sequence - 1];
                    if (sent.Goal != _durable.Goal(goal)!.Name || sent.Time != held.Time || !sent.Value.Equals(held.Value))
                    {
                        _world.Fail($"{producer.Name} sent {sent} as {held.Sequence}, and goal {goal} holds {held}");
                    }
                }
            }
        }
    }

    /// <summary>Checks that a silo's tree equals the evaluation from scratch.</summary>
    /// <param name="silo">The silo where the tree is read.</param>
    /// <param name="upToDate">True if the reader waits for what is in flight; false if it must find everything there already.</param>
    public async Task CheckTreeAsync(SimulatedSilo silo, bool upToDate)
    {
        var goals = await silo.Goals.FindAsync(History.Workspace, CancellationToken.None)
            ?? throw new InvalidOperationException("The workspace is gone.");
        var states = await silo.Reader.ReadAsync(goals, goals.Goals, upToDate, CancellationToken.None);
        if (states.Count != _expected.Count)
        {
            _world.Fail($"{silo.Name} knows {states.Count} goals, not {_expected.Count}");
        }

        foreach (var (goal, state) in goals.Goals.Zip(states))
        {
            Check($"{silo.Name}, {(upToDate ? "up to date" : "left alone")}", goal, state.Figures);
        }
    }

    /// <summary>Checks that every watcher has been told.</summary>
    public void CheckWatchers(IEnumerable<WatchingClient> watchers)
    {
        foreach (var watcher in watchers)
        {
            if (!watcher.IsWatching)
            {
                _world.Fail($"a watcher at {watcher.Silo.Name} cannot watch");
            }

            foreach (var goal in _durable.Goals(History.Workspace).Where(goal => !goal.Removed))
            {
                var (seen, expected) = (watcher.Seen(goal.Goal), _expected[goal.Name]);
                if (watcher.Watches(new GoalAddress(goal.Workspace, goal.Goal, goal.Name.Kind)) && seen != expected)
                {
                    _world.Fail($"a watcher at {watcher.Silo.Name} sees {goal.Name} (goal {goal.Goal}) as {seen}, not as {expected}");
                }
            }
        }
    }

    private static bool TakesReadings(Plan plan, GoalName goal) => goal.Kind switch
    {
        GoalKind.Kpi => plan.Kpis.Single(kpi => kpi.Id == goal.Id).Measure is not null,
        GoalKind.KeyResult => plan.Objectives.SelectMany(objective => objective.KeyResults)
            .Single(keyResult => keyResult.Id == goal.Id).Measurement is Model.Definitions.ReadingsMeasurement,
        _ => false,
    };

    private static IEnumerable<(GoalName Name, GoalFigures Figures)> Of(GoalKind kind, IEnumerable<EvaluatedGoal> goals) =>
        goals.Select(goal => (new GoalName(kind, goal.Id), goal.Figures));

    private void Check(string where, GoalEntry goal, GoalFigures? live)
    {
        if (live != _expected.GetValueOrDefault(goal.Row.Name))
        {
            _world.Fail($"{where}: {goal.Row.Name} (goal {goal.Address.Number}) is {live}, not {_expected.GetValueOrDefault(goal.Row.Name)}");
        }
    }
}
