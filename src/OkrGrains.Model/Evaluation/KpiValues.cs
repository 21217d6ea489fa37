using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Evaluation;

/// <summary>The values of a plan's KPIs at any instant. Each value is computed once (goal-model §3).</summary>
internal sealed class KpiValues(Plan plan, ReadingHistory history, Zone workspace)
{
    private readonly Dictionary<string, KpiDefinition> _kpis = plan.Kpis.ToDictionary(kpi => kpi.Id, StringComparer.Ordinal);
    private readonly Dictionary<(string Kpi, ReadPoint Point), Nano?> _values = [];

    /// <summary>Returns the definition of a KPI.</summary>
    public KpiDefinition Find(string kpi) => _kpis[kpi];

    /// <summary>
    /// Returns the value of a KPI at an instant; null when absent. Chains of formulas may be of any length, so this keeps its own stack
    /// instead of recursing.
    /// </summary>
    public Nano? At(string kpi, Instant at) => ValueOf((kpi, new ReadPoint(at, ReadPart.Window)));

    /// <summary>Returns true if a derived value is absent though the operands that it needs now have values (goal-model §7).</summary>
    public bool IsNotDefined(string kpi, Instant at) => At(kpi, at) is null
        && _kpis[kpi].Formula is { } formula
        && formula.HasOperands([.. formula.Reads.Select(read => _values[(read.Kpi, new ReadPoint(at, read.Part))])]);

    /// <summary>Returns the days or hours of a KPI's window that have ended at an instant (goal-model §4).</summary>
    public PeriodPart PartAt(string kpi, Prorate prorate, Instant at)
    {
        var measure = _kpis[kpi].Measure ?? throw new InvalidOperationException($"The KPI '{kpi}' has no readings.");
        return history.Part(new(GoalKind.Kpi, kpi), measure, prorate, at, measure.ZoneIn(workspace));
    }

    private Nano? ValueOf((string Kpi, ReadPoint Point) asked)
    {
        var open = new Stack<(string Kpi, ReadPoint Point)>([asked]);
        while (open.TryPeek(out var next))
        {
            if (_values.ContainsKey(next) || TryCompute(next, open))
            {
                open.Pop();
            }
        }

        return _values[asked];
    }

    // Returns false after it has pushed operands on the stack that must be computed first.
    private bool TryCompute((string Kpi, ReadPoint Point) asked, Stack<(string Kpi, ReadPoint Point)> open)
    {
        var kpi = _kpis[asked.Kpi];
        if (kpi.Measure is { } measure)
        {
            var interval = measure.IntervalAt(asked.Point, asked.Point.NotAfter, measure.ZoneIn(workspace), null);
            _values[asked] = history.Value(new(GoalKind.Kpi, kpi.Id), measure, interval);
            return true;
        }

        var formula = kpi.Formula ?? throw new InvalidOperationException($"The KPI '{kpi.Id}' has neither readings nor a formula.");
        var waiting = open.Count;
        var reads = formula.Reads;
        var values = new Nano?[reads.Length];
        for (var i = 0; i < reads.Length; i++)
        {
            var operand = (reads[i].Kpi, asked.Point with { Part = reads[i].Part });
            if (!_values.TryGetValue(operand, out values[i]))
            {
                open.Push(operand);
            }
        }

        if (open.Count > waiting)
        {
            return false;
        }

        _values[asked] = formula.Evaluate(values);
        return true;
    }
}
