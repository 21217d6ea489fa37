using System.Text;
using System.Text.Json;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Output;

/// <summary>
/// Writes the goals of a workspace in the shape of goal-model §11. The numbers are the decimals that the server sent, digit for digit.
/// </summary>
internal static class WorkspaceJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static string Of(GoalList list)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            json.WriteString("at", new Instant(list.At.ToUnixTimeMilliseconds()).ToString());
            WriteGoals(json, "kpis", list, GoalKind.Kpi);
            WriteGoals(json, "keyResults", list, GoalKind.KeyResult);
            WriteGoals(json, "objectives", list, GoalKind.Objective);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteGoals(Utf8JsonWriter json, string collection, GoalList list, GoalKind kind)
    {
        json.WriteStartObject(collection);
        foreach (var goal in list.Goals.Where(goal => goal.Kind == kind).OrderBy(goal => goal.Ordinal))
        {
            json.WriteStartObject(goal.Name[(goal.Name.LastIndexOf('/') + 1)..]);
            WriteFigures(json, kind, goal.Figures ?? new GoalFigures());
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the figures of a goal as properties of the object that is open.</summary>
    public static void WriteFigures(Utf8JsonWriter json, GoalKind kind, GoalFigures figures)
    {
        if (kind != GoalKind.Objective)
        {
            json.WriteString("value", figures.Value?.Decimal);
            json.WriteString("progress", figures.Progress?.Decimal);
        }

        json.WriteString("score", figures.Score?.Decimal);
        json.WriteString("coverage", figures.Coverage?.Decimal);
        if (kind == GoalKind.Kpi)
        {
            json.WriteString("health", VerdictWords.Of(figures.Health));
            json.WriteString("noDataReason", VerdictWords.Of(figures.NoDataReason));
            return;
        }

        json.WriteString("expected", figures.Expected?.Decimal);
        json.WriteString("status", VerdictWords.Of(figures.Status));
        json.WriteString("grade", VerdictWords.Of(figures.Grade));
        json.WriteString("noDataReason", VerdictWords.Of(figures.NoDataReason));
        WriteRecord(json, figures);
    }

    /// <summary>
    /// Writes the final score and the check-in due date, which an evaluation does not have, where the goal has them (goal-model §8, §9).
    /// </summary>
    private static void WriteRecord(Utf8JsonWriter json, GoalFigures figures)
    {
        if (figures.FinalScore is { } final)
        {
            json.WriteString("finalScore", final.Decimal);
            json.WriteBoolean("restated", figures.Restated);
        }

        if (figures.CheckInDueAt is { } due)
        {
            json.WriteString("checkInDueAt", new Instant(due.ToDateTimeOffset().ToUnixTimeMilliseconds()).ToString());
            json.WriteBoolean("checkInOverdue", figures.CheckInOverdue);
        }
    }
}
