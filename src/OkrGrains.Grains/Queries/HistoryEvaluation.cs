using OkrGrains.Grains.Readings;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Evaluates plans from scratch over the stored readings. Nothing that the live goals hold takes part.</summary>
internal sealed class HistoryEvaluation(IReadingStore store)
{
    /// <summary>Evaluates a plan at an instant, by the readings that count in a cut.</summary>
    /// <param name="plan">A plan without faults.</param>
    /// <param name="numbers">The numbers of its goals.</param>
    /// <param name="cut">The cut, which decides which readings count.</param>
    /// <param name="at">The instant of evaluation, T in the goal model.</param>
    /// <param name="most">The most readings that are held in memory.</param>
    /// <param name="cancellation">Cancels the evaluation.</param>
    /// <exception cref="TooManyReadingsException">There are more readings than that.</exception>
    public async Task<IReadOnlyDictionary<GoalName, GoalFigures>> EvaluateAsync(
        Plan plan, IReadOnlyDictionary<GoalName, long> numbers, ClosingCut cut, Instant at, long most, CancellationToken cancellation)
    {
        var readings = new Dictionary<GoalName, IReadOnlyList<Reading>>();
        foreach (var goal in Measured(plan))
        {
            var counted = await ReadAsync(numbers[goal], cut, at, most, cancellation);
            readings.Add(goal, counted);
            most -= counted.Count;
        }

        // Runs on the thread pool, since a grain's turn must not be held up for as long as a large plan takes.
        var evaluation = await Task.Run(() => Evaluator.Evaluate(plan, readings, at), cancellation);
        return Figures(GoalKind.Kpi, evaluation.Kpis).Concat(Figures(GoalKind.KeyResult, evaluation.KeyResults))
            .Concat(Figures(GoalKind.Objective, evaluation.Objectives)).ToDictionary(one => one.Key, one => one.Value);
    }

    private static IEnumerable<KeyValuePair<GoalName, GoalFigures>> Figures(GoalKind kind, IEnumerable<EvaluatedGoal> goals) =>
        goals.Select(goal => KeyValuePair.Create(new GoalName(kind, goal.Id), goal.Figures));

    private static IEnumerable<GoalName> Measured(Plan plan) => plan.Kpis
        .Where(kpi => kpi.Measure is not null).Select(kpi => new GoalName(GoalKind.Kpi, kpi.Id))
        .Concat(plan.Objectives.SelectMany(objective => objective.KeyResults)
            .Where(keyResult => keyResult.Measurement is ReadingsMeasurement)
            .Select(keyResult => new GoalName(GoalKind.KeyResult, keyResult.Id)));

    /// <summary>Returns the readings of a goal that count: accepted within the cut, and of a time that is not later than T.</summary>
    private async Task<List<Reading>> ReadAsync(long goal, ClosingCut cut, Instant at, long most, CancellationToken cancellation)
    {
        var counted = new List<Reading>();
        await foreach (var commit in store.ReadHistoryAsync(goal, cut.Position, cancellation))
        {
            if (commit.AcceptedAt >= cut.Before)
            {
                break;
            }

            foreach (ref readonly var reading in commit.KnownBefore(cut.Before).Readings.Span)
            {
                if (reading.Time <= at)
                {
                    counted.Add(reading.ToMeasure());
                }
            }

            if (counted.Count > most)
            {
                throw new TooManyReadingsException();
            }
        }

        return counted;
    }
}

/// <summary>Thrown when more readings would have to be evaluated from scratch than may be held in memory at once.</summary>
[GenerateSerializer, Alias("okr.too-many-readings")]
public sealed class TooManyReadingsException() : Exception("There are too many readings to evaluate them from scratch.");
