using System.Collections.Immutable;
using System.Text.Json;
using OkrGrains.Model.Goals;

namespace OkrGrains.Model.Evaluation;

/// <summary>Writes evaluations, of an offline run or of a live tree, as JSON in the shape of goal-model §11.</summary>
public static class ResultJson
{
    /// <summary>Writes one evaluation as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteStartObject();
        json.WriteString("at", evaluation.At.ToString());
        WriteGoals(json, "kpis", evaluation.Kpis, WriteKpi);
        WriteGoals(json, "keyResults", evaluation.KeyResults, WriteKeyResult);
        WriteGoals(json, "objectives", evaluation.Objectives, WriteObjective);
        json.WriteEndObject();
    }

    private static void WriteGoals(
        Utf8JsonWriter json, string kind, ImmutableArray<EvaluatedGoal> goals, Action<Utf8JsonWriter, GoalFigures> write)
    {
        json.WriteStartObject(kind);
        foreach (var goal in goals)
        {
            json.WriteStartObject(goal.Id);
            write(json, goal.Figures);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteKpi(Utf8JsonWriter json, GoalFigures figures)
    {
        json.WriteString("value", figures.Value?.ToString());
        json.WriteString("progress", figures.Progress?.ToString());
        json.WriteString("score", figures.Score?.ToString());
        json.WriteString("coverage", figures.Coverage?.ToString());
        json.WriteString("health", figures.Health?.Word());
        json.WriteString("noDataReason", figures.NoData.Word());
    }

    private static void WriteKeyResult(Utf8JsonWriter json, GoalFigures figures)
    {
        json.WriteString("value", figures.Value?.ToString());
        json.WriteString("progress", figures.Progress?.ToString());
        WriteObjective(json, figures);
    }

    private static void WriteObjective(Utf8JsonWriter json, GoalFigures figures)
    {
        json.WriteString("score", figures.Score?.ToString());
        json.WriteString("coverage", figures.Coverage?.ToString());
        json.WriteString("expected", figures.Expected?.ToString());
        json.WriteString("status", figures.Status?.Word());
        json.WriteString("grade", figures.Grade?.Word());
        json.WriteString("noDataReason", figures.NoData.Word());
    }
}
