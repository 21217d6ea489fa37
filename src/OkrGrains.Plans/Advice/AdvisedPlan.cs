using System.Collections.Immutable;
using System.Globalization;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Plans.Advice;

/// <summary>A plan without faults, with what the rules of advice look up in it.</summary>
internal sealed class AdvisedPlan
{
    private readonly Dictionary<string, KpiDefinition> _kpis;
    private readonly Dictionary<string, CycleDefinition> _cycles;
    private readonly Dictionary<GoalName, ObjectiveDefinition> _objectiveOf = [];
    private readonly ILookup<GoalName, ParentLink> _linksTo;

    public AdvisedPlan(Plan plan)
    {
        Plan = plan;
        _kpis = plan.Kpis.ToDictionary(kpi => kpi.Id, StringComparer.Ordinal);
        _cycles = plan.Settings.Cycles.ToDictionary(cycle => cycle.Id, StringComparer.Ordinal);
        _linksTo = plan.Objectives.SelectMany(objective => objective.Parents).ToLookup(link => link.Parent);
        foreach (var objective in plan.Objectives)
        {
            _objectiveOf[new GoalName(GoalKind.Objective, objective.Id)] = objective;
            foreach (var keyResult in objective.KeyResults)
            {
                _objectiveOf[new GoalName(GoalKind.KeyResult, keyResult.Id)] = objective;
            }
        }
    }

    public Plan Plan { get; }

    /// <summary>The KPIs with their places.</summary>
    public IEnumerable<(KpiDefinition Kpi, string Place)> Kpis => Plan.Kpis.Select((kpi, i) => (kpi, Item("kpis", i)));

    /// <summary>The objectives with their places.</summary>
    public IEnumerable<(ObjectiveDefinition Objective, string Place)> Objectives =>
        Plan.Objectives.Select((objective, i) => (objective, Item("objectives", i)));

    /// <summary>The key results with their objectives and their places.</summary>
    public IEnumerable<(KeyResultDefinition KeyResult, ObjectiveDefinition Objective, string Place)> KeyResults =>
        Objectives.SelectMany(
            entry => entry.Objective.KeyResults.Select((keyResult, i) => (keyResult, entry.Objective, $"{entry.Place}.{Item("keyResults", i)}")));

    /// <summary>Returns the place of an item of a list.</summary>
    public static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    public KpiDefinition Kpi(string id) => _kpis[id];

    /// <summary>Returns the cycle of an objective; null without one.</summary>
    public CycleDefinition? CycleOf(ObjectiveDefinition objective) => objective.Cycle is { } id ? _cycles[id] : null;

    /// <summary>Returns an objective, or the objective of a key result.</summary>
    public ObjectiveDefinition ObjectiveOf(GoalName goal) => _objectiveOf[goal];

    /// <summary>Returns the links of the objectives that are aligned under a goal.</summary>
    public IEnumerable<ParentLink> LinksTo(GoalKind kind, string id) => _linksTo[new GoalName(kind, id)];

    /// <summary>Returns the KPIs that a key result reads.</summary>
    public static ImmutableArray<string> KpisOf(KeyResultDefinition keyResult) => keyResult.Measurement switch
    {
        KpiMeasurement one => [one.Kpi],
        KpisMeasurement several => [.. several.Kpis.Select(weighted => weighted.Kpi)],
        _ => [],
    };
}
