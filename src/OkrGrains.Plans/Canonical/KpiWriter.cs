using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Formulas;

namespace OkrGrains.Plans.Canonical;

internal static class KpiWriter
{
    public static void Write(Utf8JsonWriter json, KpiDefinition kpi)
    {
        json.WriteString("id", kpi.Id);
        TextsWriter.Write(json, kpi.Texts);
        json.WriteText("unit", kpi.Unit);
        json.WriteText("nature", kpi.Nature);
        json.WriteText("signal", kpi.Signal);
        if (kpi.Measure is { } measure)
        {
            MeasureWriter.OfKpi(json, measure);
        }

        if (kpi.Formula is { } formula)
        {
            json.WriteStartObject("formula");
            Write(json, formula);
            json.WriteEndObject();
            json.WriteFlag("percent", formula is RatioFormula { Percent: true } or GrowthFormula { Percent: true });
        }

        TargetWriter.Write(json, kpi.Target);
        json.WriteDuration("staleAfter", kpi.StaleAfter);
    }

    private static void Write(Utf8JsonWriter json, Formula formula)
    {
        if (formula is GrowthFormula growth)
        {
            json.WriteString("growth", growth.Kpi);
            return;
        }

        json.WriteStartArray(formula switch
        {
            SumFormula => "sum",
            DifferenceFormula => "difference",
            ProductFormula => "product",
            RatioFormula => "ratio",
            _ => throw new NotSupportedException(formula.GetType().Name),
        });
        foreach (var operand in formula.Operands)
        {
            json.WriteStringValue(operand);
        }

        json.WriteEndArray();
    }
}
