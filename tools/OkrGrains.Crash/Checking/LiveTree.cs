using System.Text.Json;
using System.Text.Json.Nodes;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Evaluation;

namespace OkrGrains.Crash.Checking;

/// <summary>Compares the answers of a server with an evaluation from scratch, bit by bit.</summary>
internal static class LiveTree
{
    private const int MostLines = 8;

    /// <summary>
    /// Returns the score of the root, the only goal that is asked for: it must be that of the evaluation although no call has touched
    /// anything below it.
    /// </summary>
    public static async Task<string> RootAsync(OkrClient client) =>
        (await client.Goals.GetAsync(CrashPlan.Root)).Figures.Score.Decimal;

    public static async Task<JsonNode> AllAsync(OkrClient client, string token = "") =>
        JsonNode.Parse(WorkspaceJson.Of(await client.Goals.ListAsync(CrashPlan.Workspace, token)))!;

    public static JsonNode Expected(CrashPlan plan, IReadOnlyList<GoalReading> readings)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            ResultJson.Write(json, Evaluator.Evaluate(plan.Plan, readings, CrashOptions.Now));
        }

        return JsonNode.Parse(text.ToArray())!;
    }

    public static string Root(JsonNode tree) => tree["objectives"]!["top"]!["score"]!.GetValue<string>();

    /// <summary>Returns a line for each goal that differs, up to <see cref="MostLines"/>; empty if none differs.</summary>
    public static string Difference(JsonNode expected, JsonNode live)
    {
        var lines = new List<string>();
        foreach (var kind in (string[])["kpis", "keyResults", "objectives"])
        {
            foreach (var (id, figures) in expected[kind]!.AsObject())
            {
                if (!JsonNode.DeepEquals(figures, live[kind]![id]))
                {
                    lines.Add($"{kind}/{id}: expected {figures!.ToJsonString()}, got {live[kind]![id]?.ToJsonString()}");
                }
            }
        }

        return lines.Count == 0 && !JsonNode.DeepEquals(expected, live)
            ? "the goals differ"
            : string.Join('\n', lines.Count > MostLines ? [.. lines.Take(MostLines), $"and {lines.Count - MostLines} more"] : lines);
    }
}
