using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Evaluation;

/// <summary>
/// One evaluation of one plan at one instant. Objectives and key results are evaluated recursively, which is safe because no path of them
/// is longer than 32 (goal-model §6).
/// </summary>
internal sealed class PlanEvaluation
{
    private readonly Plan _plan;
    private readonly Instant _at;
    private readonly Zone _workspace;
    private readonly ReadingHistory _history;
    private readonly KpiValues _values;
    private readonly Dictionary<string, CycleSpan> _cycles = new(StringComparer.Ordinal);
    private readonly Dictionary<GoalName, List<(ObjectiveDefinition Child, Weight Weight)>> _aligned = [];
    private readonly Dictionary<(string Kpi, Instant At), GoalFigures> _kpis = [];
    private readonly Dictionary<string, GoalFigures> _keyResults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GoalFigures> _objectives = new(StringComparer.Ordinal);

    public PlanEvaluation(Plan plan, ReadingHistory history, Instant at)
    {
        _plan = plan;
        _at = at;
        _history = history;
        _workspace = Zone.Find(plan.Settings.TimeZone);
        _values = new(plan, history, _workspace);
        foreach (var cycle in plan.Settings.Cycles)
        {
            _cycles.Add(cycle.Id, CycleSpan.Of(cycle, _workspace));
        }

        foreach (var objective in plan.Objectives)
        {
            foreach (var link in objective.Parents)
            {
                if (!_aligned.TryGetValue(link.Parent, out var children))
                {
                    _aligned.Add(link.Parent, children = []);
                }

                children.Add((objective, link.Weight));
            }
        }
    }

    private Policy Policy => _plan.Settings.Policy;

    public Evaluation Run() => new(
        _at,
        [.. _plan.Kpis.Select(kpi => new EvaluatedGoal(kpi.Id, KpiAt(kpi.Id, _at)))],
        [.. _plan.Objectives.SelectMany(objective => objective.KeyResults, (objective, keyResult) =>
            new EvaluatedGoal(keyResult.Id, Evaluate(keyResult, objective)))],
        [.. _plan.Objectives.Select(objective => new EvaluatedGoal(objective.Id, Evaluate(objective)))]);

    private GoalFigures KpiAt(string id, Instant at)
    {
        if (!_kpis.TryGetValue((id, at), out var figures))
        {
            var kpi = _values.Find(id);
            var newest = kpi.StaleAfter is null ? null : _history.Newest(new(GoalKind.Kpi, id), at);
            var inputs = new KpiInputs
            {
                Value = _values.At(id, at),
                NotDefined = _values.IsNotDefined(id, at),
                Ended = kpi.Target is LinearTarget { Prorate: not Prorate.None and var unit } ? _values.PartAt(id, unit, at) : null,
            };
            figures = KpiRules.Figures(kpi, Policy, inputs, newest, at);
            _kpis.Add((id, at), figures);
        }

        return figures;
    }

    private GoalFigures Evaluate(KeyResultDefinition keyResult, ObjectiveDefinition objective)
    {
        if (!_keyResults.TryGetValue(keyResult.Id, out var figures))
        {
            var cycle = CycleOf(objective);
            figures = KeyResultRules.Figures(
                keyResult, objective.Commitment, cycle, Policy, _workspace, Read(keyResult, cycle), _at);
            _keyResults.Add(keyResult.Id, figures);
        }

        return figures;
    }

    private GoalFigures Evaluate(ObjectiveDefinition objective)
    {
        if (!_objectives.TryGetValue(objective.Id, out var figures))
        {
            var total = default(RollUp);
            if (objective.From.Takes(GoalKind.KeyResult))
            {
                foreach (var keyResult in objective.KeyResults)
                {
                    total = Add(total, keyResult.Weight, Evaluate(keyResult, objective));
                }
            }

            if (objective.From.Takes(GoalKind.Objective))
            {
                total = total.Merge(AlignedUnder(new(GoalKind.Objective, objective.Id)));
            }

            figures = ObjectiveRules.Figures(objective, CycleOf(objective), Policy, _workspace, total, _at);
            _objectives.Add(objective.Id, figures);
        }

        return figures;
    }

    private KeyResultInputs Read(KeyResultDefinition keyResult, CycleSpan? cycle)
    {
        var at = cycle is { } span ? span.Reads.InstantAt(_at) : _at;
        return keyResult.Measurement switch
        {
            KpiMeasurement { Target: LinearTarget { Prorate: not Prorate.None and var unit } target } single => new()
            {
                Kpi = StandingAt(single.Kpi, at),
                Ended = _values.PartAt(single.Kpi, unit, at),
                CapturedPart = target.IsCaptured && cycle is { } start
                    ? _values.PartAt(single.Kpi, unit, start.Captures.InstantAt(_at))
                    : null,
            },
            KpiMeasurement single => new() { Kpi = StandingAt(single.Kpi, at), Captured = Capture(single, cycle) },
            KpisMeasurement several => new() { RolledUp = TotalOf(several, at) },
            ReadingsMeasurement own => new()
            {
                Own = _history.Value(
                    new(GoalKind.KeyResult, keyResult.Id),
                    own.Measure,
                    own.Measure.IntervalAt(ReadPoint.Now, at, own.Measure.ZoneIn(_workspace), cycle)),
                Ended = own.Target is LinearTarget { Prorate: not Prorate.None and var unit }
                    ? _history.Part(
                        new(GoalKind.KeyResult, keyResult.Id), own.Measure, unit, at, own.Measure.ZoneIn(_workspace))
                    : null,
            },
            _ => new() { RolledUp = AlignedUnder(new(GoalKind.KeyResult, keyResult.Id)) },
        };
    }

    private Standing StandingAt(string kpi, Instant at)
    {
        var figures = KpiAt(kpi, at);
        return new(figures.Value, figures.Score, figures.Coverage, figures.NoData);
    }

    private Nano? Capture(KpiMeasurement measurement, CycleSpan? cycle) =>
        measurement.Target is LinearTarget { IsCaptured: true } && cycle is { } span
            ? _values.At(measurement.Kpi, span.Captures.InstantAt(_at))
            : null;

    private RollUp AlignedUnder(GoalName parent)
    {
        var total = default(RollUp);
        foreach (var (child, weight) in _aligned.GetValueOrDefault(parent, []))
        {
            total = Add(total, weight, Evaluate(child));
        }

        return total;
    }

    private CycleSpan? CycleOf(ObjectiveDefinition objective) => objective.Cycle is { } id ? _cycles[id] : null;

    private static RollUp Add(RollUp total, Weight weight, GoalFigures child) =>
        total.Add(weight, child.Score ?? Portion.Zero, child.Coverage ?? Portion.Zero);

    private RollUp TotalOf(KpisMeasurement measurement, Instant at)
    {
        var total = default(RollUp);
        foreach (var (kpi, weight) in measurement.Kpis)
        {
            var standing = StandingAt(kpi, at);
            total = total.Add(weight, standing.Score ?? Portion.Zero, standing.Coverage ?? Portion.Zero);
        }

        return total;
    }
}
