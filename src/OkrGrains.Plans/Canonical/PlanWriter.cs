using System.Text.Json;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Canonical;

internal static class PlanWriter
{
    public static void Write(Utf8JsonWriter json, Plan plan)
    {
        json.WriteString("workspace", plan.Workspace);
        SettingsWriter.Write(json, plan.Settings);
        WriteAll(json, "kpis", plan.Kpis, KpiWriter.Write);
        WriteAll(json, "objectives", plan.Objectives, static (json, objective) =>
        {
            ObjectiveWriter.Write(json, objective);
            WriteAll(json, "keyResults", objective.KeyResults, KeyResultWriter.Write);
        });
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string key, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
