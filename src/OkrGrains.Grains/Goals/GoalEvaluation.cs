using OkrGrains.Grains.Propagation;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>Applies the rules of the model to what a goal's grain holds.</summary>
internal static class GoalEvaluation
{
    /// <summary>Returns the figures of a goal that takes readings.</summary>
    public static GoalFigures OfMeasured(GoalNode node, MeasureState measured, Instant at) => node switch
    {
        KpiNode kpi => KpiRules.Figures(
            kpi.Definition, kpi.Frame.Policy, InputsAt(node.OwnPoint, node, measured), measured.Newest, at),
        KeyResultNode keyResult => OfKeyResult(keyResult, OwnOf(InputsAt(node.OwnPoint, node, measured)), at),
        _ => throw new InvalidOperationException($"{node.Row.Name} takes no readings."),
    };

    /// <summary>Returns the figures of a goal that reads others.</summary>
    public static GoalFigures OfDerived(GoalNode node, Inputs inputs, Instant at) => node switch
    {
        KpiNode kpi => OfKpi(kpi, ReadPoint.Now, inputs, at),
        KeyResultNode keyResult => OfKeyResult(keyResult, KeyResultInputsOf(inputs), at),
        ObjectiveNode objective => ObjectiveRules.Figures(
            objective.Definition, objective.Cycle, objective.Frame.Policy, objective.Frame.Zone, inputs.Total(), at),
        _ => throw new InvalidOperationException($"{node.Row.Name} reads no goals."),
    };

    /// <summary>
    /// Returns the contribution of a goal that reads others to the goal that reads it at <paramref name="point"/>: value, score and
    /// coverage. Status, health and grade are for people and are not contributed.
    /// </summary>
    public static Contribution Contribution(GoalNode node, ReadPoint point, Inputs inputs, Instant at)
    {
        var standing = node switch
        {
            KpiNode kpi => KpiRules.Standing(kpi.Definition, FormulaAt(point, kpi, inputs)),
            KeyResultNode keyResult => KeyResultRules.Standing(keyResult.Definition, KeyResultInputsOf(inputs)),
            ObjectiveNode objective => ObjectiveRules.Standing(objective.Definition, inputs.Total()),
            _ => throw new InvalidOperationException($"{node.Row.Name} reads no goals."),
        };
        return Of(node.Row.Goal, point, inputs.Version(node.Row.Revision), standing);
    }

    /// <summary>Returns the contribution of a goal that takes readings, likewise without status, health and grade.</summary>
    public static Contribution Contribution(GoalNode node, ReadPoint point, GoalVersion version, MeasureState measured)
    {
        if (point.IsEndedPart)
        {
            return Of(node.Row.Goal, point, version, default) with { Ended = measured.PartAt(point) };
        }

        var inputs = InputsAt(node.MeasuredAt(point), node, measured);
        var standing = node switch
        {
            KpiNode kpi => KpiRules.Standing(kpi.Definition, inputs),
            KeyResultNode keyResult => KeyResultRules.Standing(keyResult.Definition, OwnOf(inputs)),
            _ => throw new InvalidOperationException($"{node.Row.Name} takes no readings."),
        };
        return Of(node.Row.Goal, point, version, standing);
    }

    /// <summary>Returns the contribution of a combiner to the goal that it works for.</summary>
    public static Contribution Combined(GoalNode parent, int index, Inputs inputs) => new()
    {
        Child = InputKey.OfCombiner(index).Child,
        At = ReadPoint.Now,
        Version = inputs.Version(parent.Row.Revision),
        Part = new CombinedRollUp(inputs.Total()),
    };

    private static Contribution Of(long goal, ReadPoint point, GoalVersion version, Standing standing) => new()
    {
        Child = goal,
        At = point,
        Version = version,
        Value = standing.Value,
        Score = standing.Score,
        Coverage = standing.Coverage,
        NoData = standing.NoData,
    };

    /// <summary>Returns the value at a point, absent if no tally is kept there yet, and the part that a prorated target compares.</summary>
    private static KpiInputs InputsAt(ReadPoint point, GoalNode node, MeasureState measured) => new()
    {
        Value = measured.Points.Contains(point) ? measured.ValueAt(point) : null,
        Ended = node.Prorate == Prorate.None ? null : measured.PartAt(point.PartFor(node.Prorate)),
    };

    private static KeyResultInputs OwnOf(KpiInputs inputs) => new() { Own = inputs.Value, Ended = inputs.Ended };

    private static GoalFigures OfKpi(KpiNode kpi, ReadPoint point, Inputs inputs, Instant at) => KpiRules.Figures(
        kpi.Definition, kpi.Frame.Policy, FormulaAt(point, kpi, inputs), newest: null, point.InstantAt(at));

    private static KpiInputs FormulaAt(ReadPoint point, KpiNode kpi, Inputs inputs)
    {
        var formula = kpi.Definition.Formula!;
        var operands = inputs.OperandsAt(point);
        var value = formula.Evaluate(operands);
        return new() { Value = value, NotDefined = value is null && formula.HasOperands(operands) };
    }

    private static GoalFigures OfKeyResult(KeyResultNode keyResult, KeyResultInputs inputs, Instant at) => KeyResultRules.Figures(
        keyResult.Definition, keyResult.Commitment, keyResult.Cycle, keyResult.Frame.Policy, keyResult.Frame.Zone, inputs, at);

    private static KeyResultInputs KeyResultInputsOf(Inputs inputs) => new()
    {
        Kpi = inputs.Measured?.Standing ?? default,
        Captured = inputs.Captured?.Value,
        Ended = inputs.Ended,
        CapturedPart = inputs.Captured?.Ended,
        RolledUp = inputs.Total(),
    };
}
