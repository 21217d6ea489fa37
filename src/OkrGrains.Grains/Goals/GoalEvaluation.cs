using OkrGrains.Model.Goals;
using OkrGrains.Model.KeyResults;
using OkrGrains.Model.Kpis;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Objectives;
using OkrGrains.Model.RollUps;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>Puts what a goal holds before the rules of the model.</summary>
internal static class GoalEvaluation
{
    /// <summary>The figures of a goal that takes readings.</summary>
    public static GoalFigures OfMeasured(GoalNode node, Nano? value, Instant? newest, Instant at) => node switch
    {
        KpiNode kpi => KpiRules.Figures(kpi.Definition, kpi.Frame.Policy, value, newest, at),
        KeyResultNode keyResult => OfKeyResult(keyResult, new KeyResultInputs { Own = value }, at),
        _ => throw new InvalidOperationException($"{node.Row.Name} takes no readings."),
    };

    /// <summary>The figures of a goal that reads others, as another goal reads it at <paramref name="point"/>.</summary>
    public static GoalFigures OfDerived(GoalNode node, ReadPoint point, IReadOnlyList<EdgeRow> below, Inputs inputs, Instant at) =>
        node switch
        {
            KpiNode kpi => OfKpi(kpi, point, below, inputs, at),
            KeyResultNode keyResult => OfKeyResult(keyResult, KeyResultInputsOf(below, inputs), at),
            ObjectiveNode objective => ObjectiveRules.Figures(
                objective.Definition, objective.Cycle, objective.Frame.Policy, objective.Frame.Zone, Total(below, inputs), at),
            _ => throw new InvalidOperationException($"{node.Row.Name} reads no goals."),
        };

    /// <summary>What a goal that reads others contributes to the one that reads it at <paramref name="point"/>.</summary>
    public static Contribution Contribution(
        GoalNode node, ReadPoint point, IReadOnlyList<EdgeRow> below, Inputs inputs, Instant at)
    {
        var figures = OfDerived(node, point, below, inputs, at);
        return Of(node.Row.Goal, point, inputs.Version(node.Row.Revision), figures);
    }

    /// <summary>Figures as a contribution.</summary>
    public static Contribution Of(long goal, ReadPoint point, GoalVersion version, GoalFigures figures) => new()
    {
        Child = goal,
        At = point,
        Version = version,
        Value = figures.Value,
        Score = figures.Score,
        Coverage = figures.Coverage,
    };

    /// <summary>What a combiner contributes to the goal that it works for.</summary>
    public static Contribution Combined(GoalNode parent, int index, IReadOnlyList<EdgeRow> below, Inputs inputs) =>
        new()
        {
            Child = InputKey.OfCombiner(index).Child,
            At = ReadPoint.Now,
            Version = inputs.Version(parent.Row.Revision),
            Part = Plain(below, inputs),
        };

    private static GoalFigures OfKpi(KpiNode kpi, ReadPoint point, IReadOnlyList<EdgeRow> below, Inputs inputs, Instant at)
    {
        var operands = below.Where(edge => edge.At.NotAfter == point.NotAfter).OrderBy(edge => edge.Ordinal)
            .Select(edge => inputs[InputKey.Of(edge)]?.Value).ToArray();
        return KpiRules.Figures(
            kpi.Definition, kpi.Frame.Policy, kpi.Definition.Formula!.Evaluate(operands), newest: null, point.InstantAt(at));
    }

    private static GoalFigures OfKeyResult(KeyResultNode keyResult, KeyResultInputs inputs, Instant at) => KeyResultRules.Figures(
        keyResult.Definition, keyResult.Commitment, keyResult.Cycle, keyResult.Frame.Policy, keyResult.Frame.Zone, inputs, at);

    private static KeyResultInputs KeyResultInputsOf(IReadOnlyList<EdgeRow> below, Inputs inputs) => new()
    {
        Kpi = Single(EdgeRole.Measured, below, inputs)?.Standing ?? default,
        Captured = Single(EdgeRole.Captured, below, inputs)?.Value,
        RolledUp = Total(below, inputs),
    };

    private static Contribution? Single(EdgeRole role, IReadOnlyList<EdgeRow> below, Inputs inputs) =>
        below.FirstOrDefault(edge => edge.Role == role) is { } edge ? inputs[InputKey.Of(edge)] : null;

    private static RollUp Total(IReadOnlyList<EdgeRow> below, Inputs inputs)
    {
        var total = Plain(below.Where(edge => edge.Combiner is null), inputs);
        foreach (var index in below.Where(edge => edge.Combiner is not null).Select(edge => edge.Combiner!.Value).Distinct())
        {
            if (inputs[InputKey.OfCombiner(index)]?.Part is { } part)
            {
                total = total.Merge(part);
            }
        }

        return total;
    }

    private static RollUp Plain(IEnumerable<EdgeRow> below, Inputs inputs)
    {
        var sum = default(RollUp);
        foreach (var edge in below)
        {
            var held = inputs[new InputKey(edge.Child, edge.At)];
            sum = sum.Add(edge.Weight, held?.Score ?? Portion.Zero, held?.Coverage ?? Portion.Zero);
        }

        return sum;
    }
}
