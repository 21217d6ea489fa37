using OkrGrains.Cli.Drawing;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;

namespace OkrGrains.Cli.Definitions;

/// <summary>Says in words how a target scores a value: <c>from 1,000 down to 850 USD</c>.</summary>
internal static class TargetWords
{
    public static string Of(Target target, string unit)
    {
        var words = target switch
        {
            LinearTarget line => Of(line, unit),
            AtLeastTarget least => $"{(least.Strict ? "more than" : "at least")} {Number(least.Limit)}, all or nothing",
            AtMostTarget most => $"{(most.Strict ? "less than" : "at most")} {Number(most.Limit)}, all or nothing",
            RangeTarget range => $"from {Numerals.Exact(range.Low)} to {Number(range.High)}"
                + (range.Tolerance > Nano.Zero ? $"; nothing when {Number(range.Tolerance)} or more outside" : ", all or nothing"),
            StepsTarget steps => string.Join(", ", steps.Steps.OrderBy(step => step.Score).Select(step =>
                $"{Percent(step.Score)} {(steps.Down ? "down to" : "from")} {Number(step.Value)}{(steps.Down ? "" : " on")}")),
            _ => MeasureWords.Unknown,
        };
        return target.Cap == Portion.One ? words : $"{words}; {Percent(target.Cap)} at most";

        string Number(Nano number) => Numerals.WithUnit(Numerals.Exact(number), unit);
    }

    /// <summary>Says a part of 1 in percent, with all of its digits.</summary>
    public static string Percent(Portion portion) => Numerals.Exact(new Nano((Int128)portion.Grid * 100)) + "%";

    private static string Of(LinearTarget line, string unit) => line.Prorate switch
    {
        Prorate.None => Ends(line, unit),
        Prorate.Day => $"{Ends(line, unit)}; the days that have ended are compared with their share",
        Prorate.Hour => $"{Ends(line, unit)}; the hours that have ended are compared with their share",
        _ => MeasureWords.Unknown,
    };

    private static string Ends(LinearTarget line, string unit) => line switch
    {
        { FromZero: true, End: LinearEnd.Target } => $"from 0 to {Numerals.WithUnit(Numerals.Exact(line.Amount), unit)}",
        { FromZero: true } => $"from 0 to the value before the cycle, changed by {Change(line, unit)}",
        { Baseline: { } from, End: LinearEnd.Target } =>
            $"from {Numerals.Exact(from)} {(from > line.Amount ? "down to" : "up to")} {Numerals.WithUnit(Numerals.Exact(line.Amount), unit)}",
        { Baseline: null, End: LinearEnd.Target } =>
            $"from the value before the cycle to {Numerals.WithUnit(Numerals.Exact(line.Amount), unit)}",
        { Baseline: { } from } => $"{Change(line, unit)} from {Numerals.WithUnit(Numerals.Exact(from), unit)}",
        _ => $"{Change(line, unit)} from the value before the cycle",
    };

    private static string Change(LinearTarget line, string unit) => line.End == LinearEnd.ChangeByPercent
        ? Numerals.Change(line.Amount) + "%"
        : Numerals.WithUnit(Numerals.Change(line.Amount), unit);
}
