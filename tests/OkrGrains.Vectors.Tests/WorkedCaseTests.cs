using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Time;

namespace OkrGrains.Vectors.Tests;

public sealed class WorkedCaseTests
{
    public static TheoryData<string> Cases =>
    [
        .. Directory.GetDirectories(Path.Combine(WorkedCase.Root, "tests", "vectors"))
            .Where(folder => File.Exists(Path.Combine(folder, "expected.json")))
            .Select(folder => Path.GetRelativePath(WorkedCase.Root, folder))
            .Order(StringComparer.Ordinal),
        Path.Combine("samples", "flights"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_evaluation_equals_every_string_and_null_of_the_expected_result(string folder)
    {
        var worked = await WorkedCase.LoadAsync(Path.Combine(WorkedCase.Root, folder));
        Assert.NotEmpty(worked.Expected);
        foreach (var expected in worked.Expected)
        {
            var at = (string)expected!["at"]!;
            var evaluation = Evaluator.Evaluate(worked.Plan, worked.Readings, Instant.Parse(at));
            Assert.Equal(Lines(expected), Lines(ToJson(evaluation)));
        }
    }

    private static JsonNode ToJson(Evaluation evaluation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            ResultJson.Write(json, evaluation);
        }

        return JsonNode.Parse(bytes.WrittenSpan)!;
    }

    // There is one line per leaf, so that a difference shows where it is. The lines are sorted, because the keys of an object have no
    // order.
    private static List<string> Lines(JsonNode root)
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
