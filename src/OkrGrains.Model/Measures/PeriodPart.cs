using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Measures;

/// <summary>
/// The sum or count of the days or hours of a window that have ended, together with their share of it, so that both always belong together
/// when the clock turns (goal-model §4). While none has ended, it is the whole window before.
/// </summary>
/// <param name="Value">The sum or count w; null when there is no data.</param>
/// <param name="Ended">The days that have ended, or the milliseconds of the hours that have.</param>
/// <param name="Whole">All days of the window, or all its milliseconds.</param>
[Immutable, GenerateSerializer, Alias("okr.period-part")]
public sealed record PeriodPart([property: Id(0)] Nano? Value, [property: Id(1)] long Ended, [property: Id(2)] long Whole)
{
    /// <summary>Returns the part that follows from the readings that have ended and those of the window as a whole.</summary>
    /// <param name="ended">The value of the days or hours that have ended; null without a reading.</param>
    /// <param name="window">The value of the window at the same instant; null when absent.</param>
    /// <param name="shares">
    /// The days or milliseconds that have ended, and all of them. None has at the beginning of time, where there is no window before.
    /// </param>
    public static PeriodPart Of(Nano? ended, Nano? window, (long Ended, long Whole) shares) =>
        new(shares.Ended == 0 ? null : shares.Ended == shares.Whole ? ended : window is null ? null : ended ?? Nano.Zero, shares.Ended, shares.Whole);
}
