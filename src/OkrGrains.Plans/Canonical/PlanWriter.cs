using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Goals;

namespace OkrGrains.Plans.Canonical;

internal static class PlanWriter
{
    /// <summary>Writes all parts as one file.</summary>
    public static void Write(Utf8JsonWriter json, Plan plan)
    {
        json.WriteString("workspace", plan.Workspace);
        SettingsWriter.WriteFile(json, plan.Settings, plan.Settings.Cycles, plan.Settings.LintOff);
        WriteGoals(json, plan.Kpis, plan.Objectives);
    }

    /// <summary>Writes the file of one part.</summary>
    public static void WritePart(Utf8JsonWriter json, Plan plan, string part)
    {
        var isMain = part == PlanPart.Main;
        json.WriteString("workspace", plan.Workspace);
        json.WritePart(part);
        SettingsWriter.WriteFile(
            json,
            isMain ? plan.Settings : new WorkspaceSettings(),
            [.. plan.Settings.Cycles.Where(cycle => cycle.Part == part)],
            plan.Settings.AllParts.FirstOrDefault(one => one.Name == part)?.LintOff ?? []);
        WriteGoals(
            json, [.. plan.Kpis.Where(kpi => kpi.Part == part)], [.. plan.Objectives.Where(objective => objective.Part == part)]);
    }

    /// <summary>Writes the part of a definition or a file, unless it is the one that need not be named.</summary>
    public static void WritePart(this Utf8JsonWriter json, string part)
    {
        if (part != PlanPart.Main)
        {
            json.WriteString(PartKey.Name, part);
        }
    }

    private static void WriteGoals(
        Utf8JsonWriter json, IReadOnlyCollection<KpiDefinition> kpis, IReadOnlyCollection<ObjectiveDefinition> objectives)
    {
        WriteAll(json, "kpis", kpis, KpiWriter.Write);
        WriteAll(json, "objectives", objectives, static (json, objective) =>
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
