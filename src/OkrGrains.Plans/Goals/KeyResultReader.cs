using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Links;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads one key result (goal-model §5, §9).</summary>
internal static class KeyResultReader
{
    /// <summary>Returns the key result as far as it could be read.</summary>
    /// <param name="keyResult">The keys of the key result.</param>
    /// <param name="cycle">The cycle of its objective.</param>
    /// <param name="kpis">The KPIs of the plan; null to accept any id.</param>
    public static KeyResultDefinition Read(Fields keyResult, GoalCycle cycle, IdIndex<KpiEntry>? kpis)
    {
        var definition = new KeyResultDefinition
        {
            Id = keyResult.OwnId(),
            Texts = TextsReader.Read(keyResult),
            Weight = keyResult.Weight(),
            Measurement = MeasurementReader.Read(keyResult, cycle, kpis),
            Milestones = MilestonesReader.Read(keyResult, cycle),
        };
        keyResult.RefuseUnknown();
        return definition;
    }
}
