using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Definitions;

/// <summary>Says in words how a target scores a value: <c>from 1,000 down to 850 USD</c>.</summary>
internal static class TargetWords
{
    public static string Of(GoalTarget target, string unit)
    {
        var words = target.KindCase switch
        {
            GoalTarget.KindOneofCase.Line => Of(target.Line, unit),
            GoalTarget.KindOneofCase.AtLeast => Limit(target.AtLeast, target.AtLeast.Strict ? "more than" : "at least"),
            GoalTarget.KindOneofCase.AtMost => Limit(target.AtMost, target.AtMost.Strict ? "less than" : "at most"),
            GoalTarget.KindOneofCase.Range => $"from {Numerals.Exact(target.Range.Low)} to {Number(target.Range.High)}"
                + (target.Range.Tolerance == "0" ? ", all or nothing" : $"; nothing when {Number(target.Range.Tolerance)} or more outside"),
            GoalTarget.KindOneofCase.Steps => string.Join(
                ", ",
                target.Steps.Steps.OrderBy(step => Numerals.Parse(step.Score)).Select(step =>
                    $"{Percent(step.Score)} {(target.Direction == Direction.Down ? $"down to {Number(step.Value)}" : $"from {Number(step.Value)} on")}")),
            _ => MeasureWords.Unknown,
        };
        return target.Cap == "1" ? words : $"{words}; {Percent(target.Cap)} at most";

        string Limit(TargetLimit limit, string words) => $"{words} {Number(limit.Limit)}, all or nothing";

        string Number(string number) => Numerals.WithUnit(Numerals.Exact(number), unit);
    }

    /// <summary>Says a part of 1 in percent, with all of its digits.</summary>
    public static string Percent(string portion) => Numerals.Parse(portion) is { } part ? Numerals.Exact(part * 100) + "%" : portion;

    private static string Of(TargetLine line, string unit) => line.Prorate switch
    {
        ProrateUnit.Unspecified => Ends(line, unit),
        ProrateUnit.Day => $"{Ends(line, unit)}; the days that have ended are compared with their share",
        ProrateUnit.Hour => $"{Ends(line, unit)}; the hours that have ended are compared with their share",
        _ => MeasureWords.Unknown,
    };

    private static string Ends(TargetLine line, string unit)
    {
        var isTarget = line.EndCase == TargetLine.EndOneofCase.Target;
        var target = Numerals.WithUnit(Numerals.Exact(line.Target), unit);
        var falls = Numerals.Parse(line.Baseline) > Numerals.Parse(line.Target);
        return (line.FromZero, line.StartCase == TargetLine.StartOneofCase.Baseline) switch
        {
            (true, _) => isTarget ? $"from 0 to {target}" : $"from 0 to the value before the cycle, changed by {Change(line, unit)}",
            (_, true) when isTarget => $"from {Numerals.Exact(line.Baseline)} {(falls ? "down to" : "up to")} {target}",
            (_, true) => $"{Change(line, unit)} from {Numerals.WithUnit(Numerals.Exact(line.Baseline), unit)}",
            _ => isTarget ? $"from the value before the cycle to {target}" : $"{Change(line, unit)} from the value before the cycle",
        };
    }

    private static string Change(TargetLine line, string unit) => line.EndCase switch
    {
        TargetLine.EndOneofCase.ChangeByPercent => Numerals.Change(line.ChangeByPercent) + "%",
        TargetLine.EndOneofCase.ChangeBy => Numerals.WithUnit(Numerals.Change(line.ChangeBy), unit),
        _ => MeasureWords.Unknown,
    };
}
