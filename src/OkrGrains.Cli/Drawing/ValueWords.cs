using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says a value against its target: <c>1,240 of 2,000 USD</c>, <c>7.35, down to 6 min</c>, <c>18.1, at most 15 %</c>.</summary>
internal static class ValueWords
{
    /// <summary>Stands in place of a value that is absent.</summary>
    private const string Absent = "–";

    /// <summary>Returns the forms from the longest to the shortest; the first says everything. Empty for a goal without a value.</summary>
    public static IReadOnlyList<string> Of(Goal goal, string unit)
    {
        var value = goal.Figures?.Value;
        if (goal.Target is not { } target)
        {
            return value is null ? [] : [Numerals.Value(value, unit), Numerals.Value(value)];
        }

        var shown = value is null ? Absent : Numerals.Value(value, against: Limit(target));
        var wanted = Wanted(target, goal.Figures?.Line);
        var behindValue = target.Line?.EndCase == TargetLine.EndOneofCase.ChangeByPercent;
        return [behindValue ? Numerals.WithUnit(shown, unit) + wanted : Numerals.WithUnit(shown + wanted, unit), shown + wanted, shown];
    }

    /// <summary>Returns the baseline of a linear target, which may be captured; empty for any other target.</summary>
    public static string Baseline(Goal goal) => goal.Figures?.Line switch
    {
        { Baseline: { } baseline } => Numerals.Value(baseline),
        { } => Absent,
        null => "",
    };

    /// <summary>
    /// Returns the baseline in words, if it is captured: <c>1,240 USD, captured 2026-01-01; the target is 1,736 USD</c>; null for any other.
    /// </summary>
    public static string? Captured(Goal goal, string unit, ShownTime times)
    {
        if (goal.Target?.Line?.StartCase != TargetLine.StartOneofCase.Captured || goal.Figures is not { } figures)
        {
            return null;
        }

        if (figures.Line is not { Baseline: { } baseline, CapturedAt: { } capturedAt } line)
        {
            return figures.Status == Status.NotStarted ? "none so far: it is captured when the cycle begins" : "nothing was there to capture";
        }

        // Before the cycle begins the baseline is that of now. It holds from the last millisecond before the cycle.
        var when = capturedAt.Equals(figures.At)
            ? "so far: it is captured when the cycle begins"
            : $"captured {times.DayBehind(capturedAt)}";
        var target = goal.Target.Line.EndCase != TargetLine.EndOneofCase.Target && line.Target is { } end
            ? $"; the target is {Numerals.Value(end, unit)}"
            : "";
        return $"{Numerals.Value(baseline, unit)}, {when}{target}";
    }

    /// <summary>Returns what a target wants, in words or as its number: <c>2000</c>, <c>at most 15</c>; empty for none.</summary>
    public static string Wanted(GoalTarget? target) => target?.KindCase switch
    {
        GoalTarget.KindOneofCase.Line => target.Line.EndCase switch
        {
            TargetLine.EndOneofCase.ChangeBy => $"change by {Signed(target.Line.ChangeBy)}",
            TargetLine.EndOneofCase.ChangeByPercent => $"change by {Signed(target.Line.ChangeByPercent)}%",
            _ => target.Line.Target,
        },
        GoalTarget.KindOneofCase.AtLeast => (target.AtLeast.Strict ? "more than " : "at least ") + target.AtLeast.Limit,
        GoalTarget.KindOneofCase.AtMost => (target.AtMost.Strict ? "less than " : "at most ") + target.AtMost.Limit,
        GoalTarget.KindOneofCase.Range => $"{target.Range.Low} to {target.Range.High}",
        GoalTarget.KindOneofCase.Steps => string.Join(", ", target.Steps.Steps.Select(step => $"{step.Value}: {step.Score}")),
        _ => "",
    };

    private static string Signed(string number) => Numerals.Parse(number) > 0 ? $"+{number}" : number;

    private static string Wanted(GoalTarget target, LineFigures? line) => target.KindCase switch
    {
        GoalTarget.KindOneofCase.Line => target.Line.EndCase switch
        {
            TargetLine.EndOneofCase.ChangeBy => $", wanted {Numerals.Change(target.Line.ChangeBy)}",
            TargetLine.EndOneofCase.ChangeByPercent => $", wanted {Numerals.Change(target.Line.ChangeByPercent)}%",
            _ => ((line ?? new()).Direction == Direction.Down ? ", down to " : " of ") + Numerals.Exact(target.Line.Target),
        },
        GoalTarget.KindOneofCase.AtLeast => (target.AtLeast.Strict ? ", more than " : ", at least ") + Numerals.Exact(target.AtLeast.Limit),
        GoalTarget.KindOneofCase.AtMost => (target.AtMost.Strict ? ", less than " : ", at most ") + Numerals.Exact(target.AtMost.Limit),
        GoalTarget.KindOneofCase.Range => $", wanted {Numerals.Exact(target.Range.Low)} to {Numerals.Exact(target.Range.High)}",
        GoalTarget.KindOneofCase.Steps => ", best at " + Numerals.Exact(target.Steps.Steps.MaxBy(step => Numerals.Parse(step.Score))!.Value),
        _ => "",
    };

    // The number that a rounded value must not look equal to.
    private static string? Limit(GoalTarget target) => target.KindCase switch
    {
        GoalTarget.KindOneofCase.Line when target.Line.EndCase == TargetLine.EndOneofCase.Target => target.Line.Target,
        GoalTarget.KindOneofCase.AtLeast => target.AtLeast.Limit,
        GoalTarget.KindOneofCase.AtMost => target.AtMost.Limit,
        _ => null,
    };
}
