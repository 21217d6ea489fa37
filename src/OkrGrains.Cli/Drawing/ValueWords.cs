using OkrGrains.Cli.Definitions;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says a value against its target: <c>1,240 of 2,000 USD</c>, <c>7.35, down to 6 min</c>, <c>18.1, at most 15 %</c>.</summary>
internal static class ValueWords
{
    /// <summary>Stands in place of a value that is absent.</summary>
    private const string Absent = "–";

    /// <summary>Returns the forms from the longest to the shortest; the first says everything. Empty for a goal without a value.</summary>
    public static IReadOnlyList<string> Of(Goal goal, DefinedGoal defined, string unit)
    {
        var value = goal.Figures?.Value;
        if (defined.Target is not { } target)
        {
            return value is null ? [] : [Numerals.Value(value, unit), Numerals.Value(value)];
        }

        var shown = value is null ? Absent : Numerals.Value(value, against: Limit(target));
        var wanted = Wanted(target, goal.Figures);
        var behindValue = target is LinearTarget { End: LinearEnd.ChangeByPercent };
        return [behindValue ? Numerals.WithUnit(shown, unit) + wanted : Numerals.WithUnit(shown + wanted, unit), shown + wanted, shown];
    }

    /// <summary>Returns the baseline of a linear target; empty for any other.</summary>
    public static string Baseline(Target? target) => target switch
    {
        LinearTarget { Baseline: { } baseline } => Numerals.Exact(baseline),
        LinearTarget => "captured",
        _ => "",
    };

    /// <summary>Returns what a target wants, in words or as its number: <c>2000</c>, <c>at most 15</c>; empty for none.</summary>
    public static string Wanted(Target? target) => target switch
    {
        LinearTarget { End: LinearEnd.ChangeBy } line => $"change by {Signed(line.Amount)}",
        LinearTarget { End: LinearEnd.ChangeByPercent } line => $"change by {Signed(line.Amount)}%",
        LinearTarget line => line.Amount.ToString(),
        AtLeastTarget least => (least.Strict ? "more than " : "at least ") + least.Limit,
        AtMostTarget most => (most.Strict ? "less than " : "at most ") + most.Limit,
        RangeTarget range => $"{range.Low} to {range.High}",
        StepsTarget steps => string.Join(", ", steps.Steps.Select(step => $"{step.Value}: {step.Score}")),
        _ => "",
    };

    private static string Signed(Nano number) => number > Nano.Zero ? $"+{number}" : number.ToString();

    private static string Wanted(Target target, GoalFigures? figures) => target switch
    {
        LinearTarget { End: LinearEnd.ChangeBy } line => $", wanted {Numerals.Change(line.Amount)}",
        LinearTarget { End: LinearEnd.ChangeByPercent } line => $", wanted {Numerals.Change(line.Amount)}%",
        LinearTarget line => (Falls(line, figures) ? ", down to " : " of ") + Numerals.Exact(line.Amount),
        AtLeastTarget least => (least.Strict ? ", more than " : ", at least ") + Numerals.Exact(least.Limit),
        AtMostTarget most => (most.Strict ? ", less than " : ", at most ") + Numerals.Exact(most.Limit),
        RangeTarget range => $", wanted {Numerals.Exact(range.Low)} to {Numerals.Exact(range.High)}",
        StepsTarget steps => ", best at " + Numerals.Exact(steps.Steps.MaxBy(step => step.Score)!.Value),
        _ => "",
    };

    /// <summary>
    /// Tells whether the value is to fall. A captured baseline does not come with the goal; but whether the target is above or below it
    /// follows from the side of the target on which the value is, and whether that is short of it or beyond.
    /// </summary>
    private static bool Falls(LinearTarget line, GoalFigures? figures)
    {
        if (line.Baseline is { } baseline)
        {
            return baseline > line.Amount;
        }

        var target = Numerals.Parse((Nano?)line.Amount);
        return Numerals.Parse(figures?.Progress) is { } progress && Numerals.Parse(figures?.Value) is { } value && value != target
            && value > target == progress < 1;
    }

    // The number that a rounded value must not look equal to.
    private static Nano? Limit(Target target) => target switch
    {
        LinearTarget { End: LinearEnd.Target } line => line.Amount,
        AtLeastTarget least => least.Limit,
        AtMostTarget most => most.Limit,
        _ => null,
    };
}
