using System.Globalization;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Api.Mapping;

/// <summary>Converts the ways in which values and scores come about to messages.</summary>
internal static class MeasureMapping
{
    private const decimal ThousandthsPerPercent = 1000;

    public static Wire.GoalMeasure ToWire(Measure measure, Zone workspace) => new()
    {
        Aggregation = measure.Aggregation.ToWire(),
        Percentile = measure.Aggregation == Aggregation.Percentile
            ? (measure.Percentile / ThousandthsPerPercent).ToString(CultureInfo.InvariantCulture)
            : "",
        Window = ToWire(measure.Window),
        TimeZone = measure.TimeZone ?? workspace.Name,
        EmptyIsZero = measure.EmptyIsZero,
    };

    public static Wire.GoalFormula ToWire(Formula formula, string workspace)
    {
        var message = new Wire.GoalFormula
        {
            Kind = formula switch
            {
                SumFormula => Wire.FormulaKind.Sum,
                DifferenceFormula => Wire.FormulaKind.Difference,
                ProductFormula => Wire.FormulaKind.Product,
                RatioFormula => Wire.FormulaKind.Ratio,
                GrowthFormula => Wire.FormulaKind.Growth,
                _ => throw new NotSupportedException(formula.GetType().Name),
            },
            Percent = formula is RatioFormula { Percent: true } or GrowthFormula { Percent: true },
        };
        message.Operands.Add(formula.Operands.Select(operand => OfKpi(workspace, operand)));
        return message;
    }

    public static Wire.GoalRollUp ToWire(KpisMeasurement several, string workspace)
    {
        var message = new Wire.GoalRollUp
        {
            Rule = Wire.RollUpRule.WeightedAverage,
            From = Wire.RollUpFrom.Kpis,
            ExcludesNoData = several.NoData == Model.Rules.NoDataRule.Exclude,
        };
        message.Kpis.Add(several.Kpis.Select(one =>
            new Wire.RolledUpKpi { Kpi = OfKpi(workspace, one.Kpi), Weight = one.Weight.ToString() }));
        return message;
    }

    public static Wire.GoalRollUp ToWire(AlignedMeasurement aligned) => new()
    {
        Rule = aligned.RollUp.ToWire(),
        From = Wire.RollUpFrom.Aligned,
        ExcludesNoData = aligned.NoData == Model.Rules.NoDataRule.Exclude,
    };

    public static Wire.GoalRollUp ToWire(ObjectiveDefinition objective) => new()
    {
        Rule = objective.RollUp.ToWire(),
        From = objective.From.ToWire(),
        ExcludesNoData = objective.NoData == Model.Rules.NoDataRule.Exclude,
    };

    /// <summary>Returns the full name of a KPI.</summary>
    public static string OfKpi(string workspace, string id) => Names.OfGoal(workspace, new GoalName(GoalKind.Kpi, id));

    private static Wire.GoalWindow ToWire(Window window) => window switch
    {
        AllWindow => new() { Kind = Wire.WindowKind.All },
        CalendarWindow calendar => new() { Kind = Wire.WindowKind.Calendar, Period = calendar.Period.ToWire() },
        CompleteWindow complete => new() { Kind = Wire.WindowKind.Complete, Period = complete.Period.ToWire() },
        RollingWindow rolling => new() { Kind = Wire.WindowKind.Rolling, Length = rolling.Length.ToWire() },
        CycleWindow => new() { Kind = Wire.WindowKind.Cycle },
        _ => throw new NotSupportedException(window.GetType().Name),
    };
}
