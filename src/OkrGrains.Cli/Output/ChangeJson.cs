using System.Text;
using System.Text.Json;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Output;

/// <summary>
/// Writes an event of a watch as a JSON object in one line. The figures have the shape of goal-model §11, and the times are in UTC, as there.
/// </summary>
internal static class ChangeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the line of an event; null for an event that changes nothing.</summary>
    public static string? Of(WatchGoalsResponse response, DateTimeOffset at) => response.EventCase switch
    {
        WatchGoalsResponse.EventOneofCase.Goal => Line(at, json =>
        {
            json.WriteString("goal", response.Goal.Name);
            json.WriteString("title", response.Goal.Title);
            WorkspaceJson.WriteFigures(json, response.Goal.Kind, response.Goal.Figures ?? new GoalFigures());
        }),
        WatchGoalsResponse.EventOneofCase.Removed => Line(at, json => json.WriteString("removed", response.Removed)),
        WatchGoalsResponse.EventOneofCase.Synced => Line(at, json => json.WriteNumber("synced", response.Synced.GoalCount)),
        _ => null,
    };

    /// <summary>Returns the line that says whether the connection stands.</summary>
    public static string OfConnection(DateTimeOffset at, bool lost) => Line(at, json => json.WriteString("connection", lost ? "lost" : "back"));

    private static string Line(DateTimeOffset at, Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            json.WriteString("at", new Instant(at.ToUnixTimeMilliseconds()).ToString());
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
