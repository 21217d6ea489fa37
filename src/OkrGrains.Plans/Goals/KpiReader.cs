using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Measures;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads one KPI (goal-model §3, §4, §9).</summary>
internal static class KpiReader
{
    private static readonly ImmutableArray<string> _natures = ["quantitative", "qualitative"];
    private static readonly ImmutableArray<string> _signals = ["leading", "lagging", "input"];

    /// <summary>Returns the KPI as far as it could be read.</summary>
    public static KpiDefinition Read(Fields kpi, List<Operand> operands)
    {
        var derived = kpi.Has("formula");
        if (derived)
        {
            MeasureReader.RefuseBesideFormula(kpi);
        }

        var definition = new KpiDefinition
        {
            Id = kpi.OwnId(),
            Texts = TextsReader.Read(kpi),
            Unit = kpi.Text("unit"),
            Nature = kpi.Word("nature", _natures),
            Signal = kpi.Word("signal", _signals),
            Measure = derived ? null : MeasureReader.OfKpi(kpi),
            Formula = FormulaReader.Read(kpi, operands),
            Target = TargetReader.Read(kpi, byKpi: false),
            StaleAfter = kpi.Duration("staleAfter"),
        };
        ProrateRules.Check(kpi, definition.Target, definition.Measure);
        kpi.RefuseUnknown();
        return definition;
    }
}
