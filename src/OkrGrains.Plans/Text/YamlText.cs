using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Text;

/// <summary>
/// Writes a JSON document as YAML in the way in which people write plans: what is short stands in one line, in braces, and texts have quotes
/// only where they need them. The text reads as the same document.
/// </summary>
internal static partial class YamlText
{
    /// <summary>The maximum length of a line that is not a single value.</summary>
    private const int LineLength = 120;

    private static readonly JsonSerializerOptions _quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> _lists = new(["cycles", "kpis", "objectives", "keyResults"], StringComparer.Ordinal);

    private static readonly HashSet<string> _dates = new(["start", "end", "through", "date"], StringComparer.Ordinal);

    /// <summary>Returns the YAML of a document whose root is a map.</summary>
    public static string Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        WriteMap(text, document.RootElement, "");
        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, JsonElement map, string indent)
    {
        var first = true;
        foreach (var property in map.EnumerateObject())
        {
            // The first key of an item of a list stands beside the dash.
            text.Append(first ? "" : indent);
            first = false;
            var key = Scalar(property.Name);
            var flow = _lists.Contains(property.Name) ? null : Flow(property.Name, property.Value);
            if (flow is not null && (indent.Length + key.Length + 2 + flow.Length <= LineLength || !IsNested(property.Value)))
            {
                text.Append(key).Append(": ").Append(flow).Append('\n');
            }
            else if (property.Value.ValueKind == JsonValueKind.Array)
            {
                text.Append(key).Append(":\n");
                WriteList(text, property.Value, indent + "  ");
            }
            else
            {
                text.Append(key).Append(":\n").Append(indent).Append("  ");
                WriteMap(text, property.Value, indent + "  ");
            }
        }
    }

    private static void WriteList(StringBuilder text, JsonElement list, string indent)
    {
        foreach (var item in list.EnumerateArray())
        {
            text.Append(indent).Append("- ");
            var flow = Flow("", item);
            if (flow is not null && (indent.Length + 2 + flow.Length <= LineLength || !IsNested(item)))
            {
                text.Append(flow).Append('\n');
            }
            else if (item.ValueKind == JsonValueKind.Object)
            {
                WriteMap(text, item, indent + "  ");
            }
            else
            {
                text.Append('\n');
                WriteList(text, item, indent + "  ");
            }
        }
    }

    private static bool IsNested(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && Size(value) > 0;

    private static int Size(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Count() : value.GetArrayLength();

    /// <summary>Returns a value in one line; null for one that holds goals, which never stand in one.</summary>
    private static string? Flow(string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var entries = value.EnumerateObject()
                    .Select(entry => _lists.Contains(entry.Name) ? null : $"{Scalar(entry.Name)}: {Flow(entry.Name, entry.Value)}").ToList();
                return entries.Contains(null) ? null : $"{{{string.Join(", ", entries)}}}";
            case JsonValueKind.Array:
                return $"[{string.Join(", ", value.EnumerateArray().Select(item => Flow(key, item)))}]";
            case JsonValueKind.String:
                var text = value.GetString()!;
                return _dates.Contains(key) && Date().IsMatch(text) ? text : Scalar(text);
            default:
                return value.GetRawText();
        }
    }

    /// <summary>Returns a text without quotes if it reads as a text so, and else in the quotes of JSON, whose escapes YAML knows too.</summary>
    private static string Scalar(string text)
    {
        if (Plain().IsMatch(text) && !Word().IsMatch(text))
        {
            return text;
        }

        return EscapeUnseen(JsonSerializer.Serialize(text, _quoted));
    }

    /// <summary>
    /// Escapes, in JSON, what JSON lets stand in a text and no text may have: a terminal would act on it, and some of it ends a line of YAML.
    /// </summary>
    public static string EscapeUnseen(string json) => TextRule.OneLine.Escape(json).Replace("\uFEFF", "\\ufeff", StringComparison.Ordinal);

    [GeneratedRegex("^[A-Za-z_](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    /// <summary>Matches words that some reader of YAML takes for something else than a text.</summary>
    [GeneratedRegex("^(?:true|false|null|yes|no|on|off|y|n)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
