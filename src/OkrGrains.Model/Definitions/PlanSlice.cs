using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;

namespace OkrGrains.Model.Definitions;

/// <summary>
/// Cuts out of a plan the goals that some goals read, directly or not, so that they can be evaluated without the rest. The objective of a
/// key result comes along for its cycle and commitment, even if it is not read itself.
/// </summary>
public sealed class PlanSlice
{
    private readonly Dictionary<string, KpiDefinition> _kpis;
    private readonly Dictionary<string, KeyResultDefinition> _keyResults;
    private readonly Dictionary<string, ObjectiveDefinition> _objectives;
    private readonly ILookup<GoalName, string> _aligned;
    private readonly HashSet<GoalName> _read = [];
    private readonly Queue<GoalName> _open = new();

    private PlanSlice(Plan plan)
    {
        _kpis = plan.Kpis.ToDictionary(kpi => kpi.Id);
        _keyResults = plan.Objectives.SelectMany(objective => objective.KeyResults).ToDictionary(keyResult => keyResult.Id);
        _objectives = plan.Objectives.ToDictionary(objective => objective.Id);
        _aligned = plan.Objectives.SelectMany(objective => objective.Parents, (objective, link) => (link.Parent, objective.Id))
            .ToLookup(link => link.Parent, link => link.Id);
    }

    /// <summary>Returns the part of a plan that decides the figures of the roots. Names that lead nowhere stay as they are.</summary>
    public static Plan Of(Plan plan, IEnumerable<GoalName> roots)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(roots);
        var slice = new PlanSlice(plan);
        foreach (var root in roots)
        {
            slice.Reach(root);
        }

        while (slice._open.TryDequeue(out var name))
        {
            slice.ReachBelow(name);
        }

        return plan with
        {
            Kpis = [.. plan.Kpis.Where(kpi => slice.Reads(GoalKind.Kpi, kpi.Id))],
            Objectives = [.. plan.Objectives.Select(slice.Cut).Where(objective =>
                slice.Reads(GoalKind.Objective, objective.Id) || objective.KeyResults.Length > 0)],
        };
    }

    private void ReachBelow(GoalName name)
    {
        switch (name.Kind)
        {
            case GoalKind.Kpi when _kpis.TryGetValue(name.Id, out var kpi):
                Reach(GoalKind.Kpi, kpi.Formula?.Operands ?? []);
                break;
            case GoalKind.KeyResult when _keyResults.TryGetValue(name.Id, out var keyResult):
                ReachBelow(name, keyResult.Measurement);
                break;
            case GoalKind.Objective when _objectives.TryGetValue(name.Id, out var objective):
                if (objective.From.Takes(GoalKind.KeyResult))
                {
                    Reach(GoalKind.KeyResult, objective.KeyResults.Select(keyResult => keyResult.Id));
                }

                if (objective.From.Takes(GoalKind.Objective))
                {
                    Reach(GoalKind.Objective, _aligned[name]);
                }

                break;
        }
    }

    private void ReachBelow(GoalName name, Measurement measurement)
    {
        switch (measurement)
        {
            case KpiMeasurement single:
                Reach(GoalKind.Kpi, [single.Kpi]);
                break;
            case KpisMeasurement several:
                Reach(GoalKind.Kpi, several.Kpis.Select(one => one.Kpi));
                break;
            case AlignedMeasurement:
                Reach(GoalKind.Objective, _aligned[name]);
                break;
        }
    }

    // If an objective is not read, its links are not read either.
    private ObjectiveDefinition Cut(ObjectiveDefinition objective) => objective with
    {
        KeyResults = [.. objective.KeyResults.Where(keyResult => Reads(GoalKind.KeyResult, keyResult.Id))],
        Parents = Reads(GoalKind.Objective, objective.Id) ? [.. objective.Parents.Where(link => _read.Contains(link.Parent))] : [],
    };

    private bool Reads(GoalKind kind, string id) => _read.Contains(new GoalName(kind, id));

    private void Reach(GoalKind kind, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Reach(new GoalName(kind, id));
        }
    }

    private void Reach(GoalName name)
    {
        if (_read.Add(name))
        {
            _open.Enqueue(name);
        }
    }
}
