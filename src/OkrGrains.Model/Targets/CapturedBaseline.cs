using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>
/// The captured baseline of a key result, kept exact: what was captured, or, for a prorated target, what was captured per day or hour times
/// those of the present window (goal-model §4, §5).
/// </summary>
/// <param name="Value">The value that was captured; for a prorated target the sum or count of the days or hours that had ended.</param>
/// <param name="Ended">The days that had ended, or the milliseconds of the hours; 1 where the target is not prorated.</param>
/// <param name="Whole">The days of the present window, or its milliseconds; 1 where the target is not prorated.</param>
[Immutable, GenerateSerializer, Alias("okr.captured-baseline")]
public sealed record CapturedBaseline([property: Id(0)] Nano Value, [property: Id(1)] long Ended, [property: Id(2)] long Whole)
{
    /// <summary>The baseline b, rounded half to even to nano-units, to be shown; null beyond ±1e18.</summary>
    public Nano? Rounded => Nano.Derived(HalfEven.Divide(Value.Units * (BigInteger)Whole, Ended));

    /// <summary>Returns the target t that follows from it, rounded half to even to nano-units, to be shown; null beyond ±1e18.</summary>
    internal Nano? EndOf(LinearTarget target)
    {
        var from = Value.Units * (BigInteger)Whole;
        var percent = 100 * (BigInteger)Nano.UnitsPerOne;
        return Nano.Derived(target.End switch
        {
            LinearEnd.Target => target.Amount.Units,
            LinearEnd.ChangeBy => HalfEven.Divide(from + ((BigInteger)target.Amount.Units * Ended), Ended),
            LinearEnd.ChangeByPercent => HalfEven.Divide(from * (percent + target.Amount.Units), Ended * percent),
            _ => throw new InvalidOperationException($"Unknown end {target.End}."),
        });
    }
}
