using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says the last check-in on a goal: <c>2026-02-12, ann, 80%: going well</c>.</summary>
internal static class CheckInWords
{
    /// <summary>Says it in a line; empty when there is none.</summary>
    public static string Line(Goal goal, ShownTime times)
    {
        if (goal.LastCheckIn is not { } checkIn)
        {
            return "";
        }

        var confidence = checkIn.Confidence.Length > 0 ? $", {TargetWords.Percent(checkIn.Confidence)}" : "";
        var note = checkIn.Note.Length > 0 ? $": {checkIn.Note}" : "";
        return Shown.Prose($"{times.Date(checkIn.AcceptedAt)}, {checkIn.Author}{confidence}{note}");
    }
}
