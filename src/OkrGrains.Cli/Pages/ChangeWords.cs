using System.Text.Json;
using System.Text.Json.Nodes;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Pages;

/// <summary>Says what a change has made of a goal's definition: <c>target 400 → 500, no owner</c>.</summary>
internal static class ChangeWords
{
    /// <summary>The cells beyond which a former or a new value is cut. The whole of both is in the list of revisions.</summary>
    private const int ValueCells = 60;

    /// <summary>Returns the line of a revision: when, who, why and what.</summary>
    public static string Of(Revision? before, Revision revision, ShownTime times)
    {
        var who = revision.Author.Length > 0 ? $" by {revision.Author}" : "";
        var why = revision.Reason.Length > 0 ? $" ({Shown.Prose(revision.Reason)})" : "";
        return $"{times.Of(revision.AcceptedAt)}{who}{why}: {What(before, revision)}";
    }

    private static string What(Revision? before, Revision revision)
    {
        if (revision.Removed)
        {
            return "removed from the plan";
        }

        if (before is null || before.Removed)
        {
            return before is null ? "defined" : "defined again";
        }

        List<string> changes = before.Name == revision.Name ? [] : [$"renamed from {GoalNames.Short(before.Name)}"];
        if (Parse(before.Definition) is { } old && Parse(revision.Definition) is { } now)
        {
            changes.AddRange(now.Select(pair => pair.Key).Union(old.Select(pair => pair.Key))
                .Where(key => key != "id" && !JsonNode.DeepEquals(old[key], now[key])).Select(key => Changed(key, old[key], now[key])));
        }

        return changes.Count == 0 ? "defined as before" : string.Join(", ", changes);
    }

    private static string Changed(string key, JsonNode? old, JsonNode? now) => (old, now) switch
    {
        (null, { } added) => $"{key} {Value(added)}",
        ({ } removed, null) => $"no {key} (was {Value(removed)})",
        (JsonArray before, JsonArray after) when Difference(before, after) is { Length: > 0 } difference => $"{key} {difference}",
        _ => $"{key} {Value(old!)} → {Value(now!)}",
    };

    // Of a list what has come and gone; empty when only the order has changed.
    private static string Difference(JsonArray before, JsonArray after) => string.Join(' ', Missing(before, after, "−").Concat(Missing(after, before, "+")));

    private static IEnumerable<string> Missing(JsonArray of, JsonArray from, string sign) =>
        of.Where(one => !from.Any(other => JsonNode.DeepEquals(one, other))).Select(one => sign + Value(one!));

    private static string Value(JsonNode value) => CellText.Cut(Shown.Prose(Flow(value)), ValueCells);

    // As a plan has it in one line, but for quotes: they would say little and take room.
    private static string Flow(JsonNode? value) => value switch
    {
        JsonObject pairs => $"{{{string.Join(", ", pairs.Select(pair => $"{pair.Key}: {Flow(pair.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Flow))}]",
        JsonValue text when text.TryGetValue<string>(out var words) => words,
        _ => value?.ToJsonString() ?? "null",
    };

    private static JsonObject? Parse(string definition)
    {
        try
        {
            return JsonNode.Parse(definition) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
