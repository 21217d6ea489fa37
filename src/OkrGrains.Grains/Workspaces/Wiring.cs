using OkrGrains.Grains.Goals;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Determines which goal reads which, and at which point, as a plan says (goal-model §3, §5, §6).</summary>
internal sealed class Wiring
{
    private readonly Plan _plan;
    private readonly IReadOnlyDictionary<GoalName, long> _numbers;
    private readonly WorkspaceFrame _frame;
    private readonly List<EdgeRow> _edges = [];

    private Wiring(Plan plan, IReadOnlyDictionary<GoalName, long> numbers)
    {
        _plan = plan;
        _numbers = numbers;
        _frame = new WorkspaceFrame(plan.Settings);
    }

    /// <summary>Returns the edges of a plan without faults.</summary>
    public static IReadOnlyList<EdgeRow> Of(Plan plan, IReadOnlyDictionary<GoalName, long> numbers)
    {
        var wiring = new Wiring(plan, numbers);
        foreach (var objective in plan.Objectives)
        {
            wiring.WireKeyResults(objective);
        }

        wiring.WireAlignment();
        wiring.WireFormulas();
        return CombinerAssignment.Of(wiring._edges);
    }

    private void WireKeyResults(ObjectiveDefinition objective)
    {
        var cycle = _frame.CycleOf(objective.Cycle);
        var number = Number(GoalKind.Objective, objective.Id);
        for (var i = 0; i < objective.KeyResults.Length; i++)
        {
            var keyResult = objective.KeyResults[i];
            if (objective.From.Takes(GoalKind.KeyResult))
            {
                Add(GoalKind.KeyResult, keyResult.Id, ReadPoint.Now, number, EdgeRole.KeyResult, i, keyResult.Weight);
            }

            WireKpis(keyResult, cycle);
        }
    }

    private void WireKpis(KeyResultDefinition keyResult, CycleSpan? cycle)
    {
        var number = Number(GoalKind.KeyResult, keyResult.Id);
        var reads = cycle?.Reads ?? ReadPoint.Now;
        switch (keyResult.Measurement)
        {
            case KpiMeasurement { Kpi: var kpi } measurement:
                Add(GoalKind.Kpi, kpi, reads, number, EdgeRole.Measured, 0, Weight.One);
                var linear = measurement.Target as LinearTarget;
                var prorate = linear?.Prorate ?? Prorate.None;
                if (prorate != Prorate.None)
                {
                    Add(GoalKind.Kpi, kpi, reads.PartFor(prorate), number, EdgeRole.Measured, 0, Weight.One);
                }

                if (linear is { IsCaptured: true } && cycle is { } span)
                {
                    var captures = prorate == Prorate.None ? span.Captures : span.Captures.PartFor(prorate);
                    Add(GoalKind.Kpi, kpi, captures, number, EdgeRole.Captured, 0, Weight.One);
                }

                break;
            case KpisMeasurement { Kpis: var kpis }:
                for (var i = 0; i < kpis.Length; i++)
                {
                    Add(GoalKind.Kpi, kpis[i].Kpi, reads, number, EdgeRole.WeightedKpi, i, kpis[i].Weight);
                }

                break;
        }
    }

    private void WireAlignment()
    {
        var takesAligned = _plan.Objectives.ToDictionary(objective => objective.Id, objective => objective.From.Takes(GoalKind.Objective));
        var rollsUp = _plan.Objectives.SelectMany(objective => objective.KeyResults)
            .ToDictionary(keyResult => keyResult.Id, keyResult => keyResult.Measurement is AlignedMeasurement);
        for (var i = 0; i < _plan.Objectives.Length; i++)
        {
            foreach (var (parent, weight) in _plan.Objectives[i].Parents)
            {
                if (parent.Kind == GoalKind.Objective && takesAligned[parent.Id])
                {
                    Add(GoalKind.Objective, _plan.Objectives[i].Id, ReadPoint.Now, _numbers[parent], EdgeRole.Aligned, i, weight);
                }
                else if (parent.Kind == GoalKind.KeyResult && rollsUp[parent.Id])
                {
                    Add(GoalKind.Objective, _plan.Objectives[i].Id, ReadPoint.Now, _numbers[parent], EdgeRole.AlignedToKeyResult, i, weight);
                }
            }
        }
    }

    /// <summary>
    /// Adds the edges of derived KPIs. A derived KPI reads its operands at every point at which it is read itself, so the KPIs that read it
    /// come first.
    /// </summary>
    private void WireFormulas()
    {
        var points = _edges.ToLookup(edge => edge.Child, edge => edge.At);
        var wanted = new Dictionary<string, HashSet<ReadPoint>>();
        foreach (var kpi in _plan.Kpis)
        {
            wanted[kpi.Id] = [ReadPoint.Now, .. points[Number(GoalKind.Kpi, kpi.Id)]];
        }

        foreach (var (id, formula) in ReadersFirst())
        {
            var number = Number(GoalKind.Kpi, id);
            foreach (var point in wanted[id])
            {
                var reads = formula.Reads;
                for (var i = 0; i < reads.Length; i++)
                {
                    var at = new ReadPoint(point.NotAfter, reads[i].Part);
                    wanted[reads[i].Kpi].Add(at);
                    Add(GoalKind.Kpi, reads[i].Kpi, at, number, EdgeRole.Operand, i, Weight.One);
                }
            }
        }
    }

    private IEnumerable<(string Id, Formula Formula)> ReadersFirst()
    {
        var formulas = _plan.Kpis.Where(kpi => kpi.Formula is not null).ToDictionary(kpi => kpi.Id, kpi => kpi.Formula!);
        var graph = new GoalGraph<string, (string Operand, string Reader)>(
            formulas.Keys,
            formulas.SelectMany(reader => reader.Value.Operands.Where(formulas.ContainsKey), (reader, operand) => (operand, reader.Key)),
            edge => edge.Operand,
            edge => edge.Reader);
        return graph.ChildrenFirst.Reverse().Select(id => (id, formulas[id]));
    }

    private void Add(GoalKind kind, string id, ReadPoint at, long parent, EdgeRole role, int ordinal, Weight weight) =>
        _edges.Add(new EdgeRow(Number(kind, id), at, parent, role, ordinal, weight, Combiner: null));

    private long Number(GoalKind kind, string id) => _numbers[new GoalName(kind, id)];
}
