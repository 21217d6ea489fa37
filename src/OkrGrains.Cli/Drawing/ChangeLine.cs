using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Formats an event of a watch as one line, for logs and other programs: its time, then what has changed.</summary>
internal static class ChangeLine
{
    /// <summary>Returns the line of an event; null for an event that changes nothing.</summary>
    /// <param name="response">The event.</param>
    /// <param name="at">The instant of the newest figures, for an event that has no time of its own.</param>
    /// <param name="times">The times that it shows.</param>
    public static string? Of(WatchGoalsResponse response, DateTimeOffset at, ShownTime times) => response.EventCase switch
    {
        WatchGoalsResponse.EventOneofCase.Goal => $"{times.Of(at)} {Of(response.Goal)}",
        WatchGoalsResponse.EventOneofCase.Removed => $"{times.Of(at)} {response.Removed} removed",
        WatchGoalsResponse.EventOneofCase.Synced => $"{times.Of(at)} synced {Numerals.Count(response.Synced.GoalCount, "goal")}",
        _ => null,
    };

    private static string Of(Goal goal)
    {
        var figures = goal.Figures ?? new GoalFigures();
        var words = new List<string> { goal.Name };
        Add(words, "value", figures.Value);
        Add(words, "score", figures.Score);
        Add(words, "coverage", figures.Coverage);
        Add(words, "final", figures.FinalScore);
        words.Add(Verdict.Of(goal).Words.Replace(' ', '_'));
        if (figures.Restated)
        {
            words.Add("restated");
        }

        return string.Join(' ', words);
    }

    private static void Add(List<string> words, string name, ExactNumber? number)
    {
        if (number is not null)
        {
            words.Add($"{name}={number.Decimal}");
        }
    }
}
