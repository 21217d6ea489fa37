using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Canonical;

internal static class SettingsWriter
{
    private static readonly Policy _defaults = new();

    public static void Write(Utf8JsonWriter json, WorkspaceSettings settings)
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

        WriteCycles(json, settings);
        if (settings.LintOff.Length > 0)
        {
            json.WriteStartObject("lint");
            json.WriteStartArray("off");
            foreach (var code in settings.LintOff)
            {
                json.WriteStringValue(code);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteCycles(Utf8JsonWriter json, WorkspaceSettings settings)
    {
        if (settings.Cycles.Length == 0)
        {
            return;
        }

        json.WriteStartArray("cycles");
        foreach (var cycle in settings.Cycles)
        {
            json.WriteStartObject();
            json.WriteString("id", cycle.Id);
            json.WriteDate("start", cycle.Start);
            json.WriteDate(cycle.GivesLastDay ? "through" : "end", cycle.GivesLastDay ? cycle.LastDay : cycle.End);
            json.WriteDuration("closeAfter", cycle.CloseAfter == Duration.Zero ? null : cycle.CloseAfter);
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
