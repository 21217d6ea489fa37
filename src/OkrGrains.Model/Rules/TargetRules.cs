using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;

namespace OkrGrains.Model.Rules;

/// <summary>Compares what a goal reads with its own target, and says why there is no data (goal-model §4, §5, §7).</summary>
internal static class TargetRules
{
    /// <summary>Returns the figures of the part of a window that has ended against its share of a target.</summary>
    /// <param name="target">A prorated target.</param>
    /// <param name="value">The value of the window, which is shown; null when absent.</param>
    /// <param name="ended">The part that has ended; null if it is not known.</param>
    /// <param name="captured">The part that was captured; null for a fixed baseline.</param>
    public static (Standing Standing, Progress? Progress) AgainstPart(
        LinearTarget target, Nano? value, PeriodPart? ended, PeriodPart? captured)
    {
        if (ended?.Value is not null && target.ScorePart(ended, captured) is var (progress, score))
        {
            return (new(value, score, Portion.One), progress);
        }

        var reason = value is null ? NoDataReason.NoReadings
            : target.IsCaptured && captured?.Value is null ? NoDataReason.NoBaseline
            : target.IsReachedFrom(captured, ended?.Whole ?? 1) ? NoDataReason.BaselineIsTarget
            : NoDataReason.WindowBegins;
        return (new(value, Portion.Zero, Portion.Zero, reason), null);
    }

    /// <summary>Returns the figures of a value against a target.</summary>
    /// <param name="target">A target that is not prorated.</param>
    /// <param name="value">The value; null when absent.</param>
    /// <param name="notDefined">True if the value is absent because it is not defined.</param>
    /// <param name="captured">The captured value; null when absent, and for a fixed baseline.</param>
    public static (Standing Standing, Progress? Progress) Against(Target target, Nano? value, bool notDefined, Nano? captured)
    {
        var linear = target as LinearTarget;
        var line = linear?.Resolve(captured);
        if (value is not { } present || (linear is not null && line is null))
        {
            var reason = value is null ? (notDefined ? NoDataReason.NotDefined : NoDataReason.NoReadings)
                : linear!.IsCaptured && captured is null ? NoDataReason.NoBaseline
                : NoDataReason.BaselineIsTarget;
            return (new(value, Portion.Zero, Portion.Zero, reason), null);
        }

        var (progress, score) = line is { } resolved ? resolved.Score(present) : target.Score(present);
        return (new(value, score, Portion.One), progress);
    }

    /// <summary>Returns the reason why a roll-up has no data.</summary>
    public static NoDataReason ReasonOf(RollUp total, Portion coverage) =>
        coverage > Portion.Zero ? NoDataReason.None
        : total.All.Weight == 0 ? NoDataReason.NothingBelow
        : NoDataReason.NoDataBelow;
}
