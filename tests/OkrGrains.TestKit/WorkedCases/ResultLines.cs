using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OkrGrains.Model.Evaluation;

namespace OkrGrains.TestKit.WorkedCases;

/// <summary>
/// Writes a result as one line for each leaf of its JSON, so that a difference shows where it is. The lines are sorted, because the keys
/// of an object have no order.
/// </summary>
public static class ResultLines
{
    /// <summary>Returns the lines of an evaluation.</summary>
    public static IReadOnlyList<string> Of(Evaluation evaluation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            ResultJson.Write(json, evaluation);
        }

        return Of(JsonNode.Parse(bytes.WrittenSpan));
    }

    /// <summary>Returns the lines of a result that is written as JSON.</summary>
    public static IReadOnlyList<string> Of(JsonNode? root)
    {
        var lines = new List<string>();
        var open = new Stack<(string Path, JsonNode? Node)>([("", root)]);
        while (open.TryPop(out var next))
        {
            if (next.Node is JsonObject children)
            {
                lines.Add(next.Path);
                foreach (var (key, child) in children)
                {
                    open.Push(($"{next.Path}/{key}", child));
                }
            }
            else
            {
                lines.Add($"{next.Path} = {next.Node?.ToJsonString() ?? "null"}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
