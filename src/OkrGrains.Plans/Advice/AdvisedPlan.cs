using System.Collections.Immutable;
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

    /// <summary>The cycles with their places.</summary>
    public IEnumerable<(CycleDefinition Cycle, AdvicePlace Place)> Cycles => Placed(Plan.Settings.Cycles, "cycles", cycle => cycle.Part);

    /// <summary>The KPIs with their places.</summary>
    public IEnumerable<(KpiDefinition Kpi, AdvicePlace Place)> Kpis => Placed(Plan.Kpis, "kpis", kpi => kpi.Part);

    /// <summary>The objectives with their places.</summary>
    public IEnumerable<(ObjectiveDefinition Objective, AdvicePlace Place)> Objectives =>
        Placed(Plan.Objectives, "objectives", objective => objective.Part);

    /// <summary>The key results with their objectives and their places.</summary>
    public IEnumerable<(KeyResultDefinition KeyResult, ObjectiveDefinition Objective, AdvicePlace Place)> KeyResults =>
        Objectives.SelectMany(
            entry => entry.Objective.KeyResults.Select((keyResult, i) => (keyResult, entry.Objective, entry.Place.Below("keyResults", i))));

    /// <summary>Returns the codes that a part silences.</summary>
    public ImmutableArray<string> LintOff(string part) => Plan.Settings.AllParts.First(one => one.Name == part).LintOff;

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

    // The items of a part stand together, in the order of its file.
    private static IEnumerable<(T Item, AdvicePlace Place)> Placed<T>(IEnumerable<T> items, string list, Func<T, string> partOf) =>
        items.GroupBy(partOf).SelectMany(part => part.Select((item, i) => (item, AdvicePlace.Item(part.Key, list, i))));
}
