using OkrGrains.Model.KeyResults;
using OkrGrains.Plans.Cycles;
using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Kpis;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.KeyResults;

/// <summary>One key result (goal-model §5, §9).</summary>
internal static class KeyResultReader
{
    /// <param name="keyResult">Its keys.</param>
    /// <param name="cycle">Its objective's cycle.</param>
    /// <param name="kpis">The KPIs of the plan; null to take any id.</param>
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
