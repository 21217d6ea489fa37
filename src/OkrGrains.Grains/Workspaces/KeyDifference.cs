using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Compares two definitions key by key. It is pure.</summary>
internal static class KeyDifference
{
    /// <summary>Returns the keys of two definitions whose values differ, in the order of their names; lists are compared as one value.</summary>
    /// <param name="goal">The goal; null for the settings of a workspace.</param>
    /// <param name="before">The definition now, in canonical JSON.</param>
    /// <param name="after">The definition that a plan gives, in canonical JSON.</param>
    public static IReadOnlyList<KeyChange> Of(GoalName? goal, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var old = JsonDocument.Parse(before);
        using var planned = JsonDocument.Parse(after);
        var changes = new List<KeyChange>();
        Compare(goal, "", old.RootElement, planned.RootElement, changes);
        return changes;
    }

    private static void Compare(GoalName? goal, string path, JsonElement? before, JsonElement? after, List<KeyChange> changes)
    {
        // Definitions have few levels, since those of a plan are limited.
        if (before?.ValueKind == JsonValueKind.Object && after?.ValueKind == JsonValueKind.Object)
        {
            var keys = before.Value.EnumerateObject().Concat(after.Value.EnumerateObject()).Select(property => property.Name);
            foreach (var key in keys.Distinct().Order(StringComparer.Ordinal))
            {
                Compare(goal, path.Length == 0 ? key : $"{path}.{key}", Of(before.Value, key), Of(after.Value, key), changes);
            }

            return;
        }

        var (old, planned) = (before?.GetRawText() ?? "", after?.GetRawText() ?? "");
        if (old != planned)
        {
            changes.Add(new KeyChange(goal, path, Cut(old), Cut(planned)));
        }
    }

    private static JsonElement? Of(JsonElement map, string key) => map.TryGetProperty(key, out var value) ? value : null;

    private static string Cut(string value) => value.Length <= KeyChange.MaxValueLength
        ? value
        : value[..TextRule.CutBefore(value, KeyChange.MaxValueLength - 1)] + "…";
}
