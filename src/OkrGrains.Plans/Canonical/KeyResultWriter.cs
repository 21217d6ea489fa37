using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Goals;

namespace OkrGrains.Plans.Canonical;

internal static class KeyResultWriter
{
    public static void Write(Utf8JsonWriter json, KeyResultDefinition keyResult)
    {
        json.WriteString("id", keyResult.Id);
        TextsWriter.Write(json, keyResult.Texts);
        json.WriteWeight(keyResult.Weight);
        Write(json, keyResult.Measurement);
        json.WriteMilestones(keyResult.Milestones);
    }

    private static void Write(Utf8JsonWriter json, Measurement measurement)
    {
        switch (measurement)
        {
            case KpiMeasurement byKpi:
                json.WriteString("kpi", byKpi.Kpi);
                TargetWriter.Write(json, byKpi.Target);
                break;
            case KpisMeasurement byKpis:
                Write(json, byKpis);
                break;
            case ReadingsMeasurement byReadings:
                MeasureWriter.OfKeyResult(json, byReadings.Measure);
                TargetWriter.Write(json, byReadings.Target);
                break;
            case AlignedMeasurement aligned:
                json.WriteWord("rollup", RollUpWords.Kinds, aligned.RollUp);
                json.WriteWord("noData", RollUpWords.NoData, aligned.NoData);
                break;
            default:
                throw new NotSupportedException(measurement.GetType().Name);
        }
    }

    private static void Write(Utf8JsonWriter json, KpisMeasurement byKpis)
    {
        json.WriteStartArray("kpis");
        foreach (var weighted in byKpis.Kpis)
        {
            json.WriteStartObject();
            json.WriteString("kpi", weighted.Kpi);
            json.WriteWeight(weighted.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteWord("noData", RollUpWords.NoData, byKpis.NoData);
    }
}
