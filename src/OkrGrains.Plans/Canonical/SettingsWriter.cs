using System.Collections.Immutable;
using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Canonical;

internal static class SettingsWriter
{
    private static readonly Policy _defaults = new();

    /// <summary>Writes the settings of all parts, as they are stored.</summary>
    public static void Write(Utf8JsonWriter json, WorkspaceSettings settings)
    {
        WriteShared(json, settings);
        WriteCycles(json, settings.Cycles, static (json, cycle) => json.WritePart(cycle.Part));
        WriteLint(json, settings.LintOff);
        if (settings.Parts.Length > 0)
        {
            json.WriteStartArray("parts");
            foreach (var part in settings.Parts)
            {
                json.WriteStartObject();
                json.WriteString("id", part.Name);
                WriteLint(json, part.LintOff);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Writes settings as a plan file has them.</summary>
    public static void WriteFile(
        Utf8JsonWriter json, WorkspaceSettings shared, ImmutableArray<CycleDefinition> cycles, ImmutableArray<string> lintOff)
    {
        WriteShared(json, shared);
        WriteCycles(json, cycles, static (_, _) => { });
        WriteLint(json, lintOff);
    }

    private static void WriteShared(Utf8JsonWriter json, WorkspaceSettings settings)
    {
        json.WriteText("timeZone", settings.TimeZone);
        if (settings.Policy != _defaults)
        {
            json.WriteStartObject("policy");
            Write(json, "behindAfter", settings.Policy.BehindAfter, _defaults.BehindAfter);
            Write(json, "atRiskAfter", settings.Policy.AtRiskAfter, _defaults.AtRiskAfter);
            Write(json, "healthyFrom", settings.Policy.HealthyFrom, _defaults.HealthyFrom);
            Write(json, "watchFrom", settings.Policy.WatchFrom, _defaults.WatchFrom);
            json.WriteEndObject();
        }
    }

    private static void WriteLint(Utf8JsonWriter json, ImmutableArray<string> off)
    {
        if (off.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("lint");
        json.WriteStartArray("off");
        foreach (var code in off)
        {
            json.WriteStringValue(code);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCycles(
        Utf8JsonWriter json, ImmutableArray<CycleDefinition> cycles, Action<Utf8JsonWriter, CycleDefinition> writePart)
    {
        if (cycles.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("cycles");
        foreach (var cycle in cycles)
        {
            json.WriteStartObject();
            json.WriteString("id", cycle.Id);
            json.WriteDate("start", cycle.Start);
            json.WriteDate(cycle.GivesLastDay ? "through" : "end", cycle.GivesLastDay ? cycle.LastDay : cycle.End);
            json.WriteDuration("closeAfter", cycle.CloseAfter == Duration.Zero ? null : cycle.CloseAfter);
            writePart(json, cycle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string key, Nano threshold, Nano otherwise)
    {
        if (threshold != otherwise)
        {
            json.WriteDecimal(key, threshold.ToString());
        }
    }
}
