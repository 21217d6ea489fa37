using System.Text;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Targets;
using OkrGrains.Plans;

namespace OkrGrains.Cli.Definitions;

/// <summary>What the plan says of a goal, read from the JSON that comes with it. One of the three definitions is given, or none.</summary>
internal sealed record DefinedGoal(KpiDefinition? Kpi, KeyResultDefinition? KeyResult, ObjectiveDefinition? Objective)
{
    /// <summary>The definition of a goal that this program cannot read.</summary>
    public static DefinedGoal Unknown { get; } = new(null, null, null);

    /// <summary>The descriptive fields.</summary>
    public GoalTexts Texts => Kpi?.Texts ?? KeyResult?.Texts ?? Objective?.Texts ?? new GoalTexts();

    /// <summary>The goal's own target; null for a goal without one.</summary>
    public Target? Target => Kpi?.Target ?? KeyResult?.Measurement switch
    {
        KpiMeasurement measured => measured.Target,
        ReadingsMeasurement measured => measured.Target,
        _ => null,
    };

    /// <summary>
    /// Reads the definition of a goal. A newer server may define goals in a way that this program does not know: such a goal is shown with
    /// its figures alone.
    /// </summary>
    public static DefinedGoal Of(Goal goal)
    {
        var json = Encoding.UTF8.GetBytes(goal.Definition);
        try
        {
            return goal.Kind switch
            {
                GoalKind.Kpi => Unknown with { Kpi = DefinitionJson.ReadKpi(json) },
                GoalKind.KeyResult => Unknown with { KeyResult = DefinitionJson.ReadKeyResult(json) },
                GoalKind.Objective => Unknown with { Objective = DefinitionJson.ReadObjective(json) },
                _ => Unknown,
            };
        }
        catch (InvalidDataException)
        {
            return Unknown;
        }
    }
}
