using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;

namespace OkrGrains.Model.Definitions;

/// <summary>Gives goals other ids wherever a definition names them. Nothing else of a definition changes.</summary>
/// <param name="ids">The new ids by the present names; goals that are not in it keep their id.</param>
public sealed class Renaming(IReadOnlyDictionary<GoalName, string> ids)
{
    /// <summary>Returns a plan after the renaming.</summary>
    public Plan Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            Kpis = [.. plan.Kpis.Select(Of)],
            Objectives = [.. plan.Objectives.Select(objective => Of(objective) with { KeyResults = [.. objective.KeyResults.Select(Of)] })],
        };
    }

    /// <summary>Returns a KPI after the renaming.</summary>
    public KpiDefinition Of(KpiDefinition kpi)
    {
        ArgumentNullException.ThrowIfNull(kpi);
        return kpi with { Id = Kpi(kpi.Id), Formula = Of(kpi.Formula) };
    }

    /// <summary>Returns a key result after the renaming.</summary>
    public KeyResultDefinition Of(KeyResultDefinition keyResult)
    {
        ArgumentNullException.ThrowIfNull(keyResult);
        return keyResult with
        {
            Id = IdOf(new GoalName(GoalKind.KeyResult, keyResult.Id)),
            Measurement = keyResult.Measurement switch
            {
                KpiMeasurement single => single with { Kpi = Kpi(single.Kpi) },
                KpisMeasurement several => several with { Kpis = [.. several.Kpis.Select(one => one with { Kpi = Kpi(one.Kpi) })] },
                var other => other,
            },
        };
    }

    /// <summary>Returns an objective after the renaming, with its key results as they were.</summary>
    public ObjectiveDefinition Of(ObjectiveDefinition objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return objective with
        {
            Id = IdOf(new GoalName(GoalKind.Objective, objective.Id)),
            Parents = [.. objective.Parents.Select(link => link with { Parent = link.Parent with { Id = IdOf(link.Parent) } })],
        };
    }

    private Formula? Of(Formula? formula) => formula switch
    {
        null => null,
        SumFormula sum => sum with { Kpis = [.. sum.Kpis.Select(Kpi)] },
        DifferenceFormula two => two with { Left = Kpi(two.Left), Right = Kpi(two.Right) },
        ProductFormula two => two with { Left = Kpi(two.Left), Right = Kpi(two.Right) },
        RatioFormula two => two with { Left = Kpi(two.Left), Right = Kpi(two.Right) },
        GrowthFormula growth => growth with { Kpi = Kpi(growth.Kpi) },
        _ => throw new InvalidOperationException($"Unknown formula {formula}."),
    };

    private string Kpi(string id) => IdOf(new GoalName(GoalKind.Kpi, id));

    private string IdOf(GoalName name) => ids.GetValueOrDefault(name, name.Id);
}
