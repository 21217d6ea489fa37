using System.Text.Json;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Canonical;

internal static class TextsWriter
{
    public static void Write(Utf8JsonWriter json, GoalTexts texts)
    {
        json.WriteText("title", texts.Title);
        json.WriteText("description", texts.Description);
        json.WriteText("owner", texts.Owner);
        json.WriteText("rationale", texts.Rationale);
        json.WriteText("actions", texts.Actions);
        json.WriteText("resources", texts.Resources);
        json.WriteText("scope", texts.Scope);
        if (texts.Tags.Length > 0)
        {
            json.WriteStartArray("tags");
            foreach (var tag in texts.Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }

        json.WriteDuration("review", texts.Review);
        if (texts.Alerts is { } alerts)
        {
            json.WritePropertyName("alerts");
            json.WriteRawValue(alerts);
        }
    }
}
