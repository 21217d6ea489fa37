using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>
/// The part of a calendar period that has ended, in whole local days or hours, and its share of the period (goal-model §4). The share is
/// kept as two integers: days, or milliseconds for hours.
/// </summary>
/// <param name="Interval">The times of the part that has ended.</param>
/// <param name="Ended">The days that have ended, or the milliseconds of the hours that have.</param>
/// <param name="Whole">All days of the period, or all its milliseconds.</param>
internal readonly record struct EndedShare(Interval Interval, long Ended, long Whole)
{
    private const long MillisPerHour = 3_600_000;

    /// <summary>Returns the share of a whole period.</summary>
    public static EndedShare OfWhole(Prorate unit, Period period, Zone zone)
    {
        var whole = unit == Prorate.Day ? zone.DaysIn(period.Start, period.End) : period.End.UnixMillis - period.Start.UnixMillis;
        return new(new(period.Start, period.End.Plus(-1)), whole, whole);
    }

    /// <summary>Returns the share that has ended by an instant of the period.</summary>
    public static EndedShare Of(Prorate unit, Period period, Instant by, Zone zone)
    {
        var whole = OfWhole(unit, period, zone).Whole;
        if (unit == Prorate.Day)
        {
            var end = zone.PeriodOf(CalendarPeriod.Day, by).Start;
            return new(new(period.Start, end.Plus(-1)), zone.DaysIn(period.Start, end), whole);
        }

        var ended = (by.UnixMillis - period.Start.UnixMillis) / MillisPerHour * MillisPerHour;
        return new(new(period.Start, period.Start.Plus(ended - 1)), ended, whole);
    }

    /// <summary>Returns the first instant after <paramref name="by"/> at which a day or an hour of the period ends.</summary>
    public static Instant? NextEnd(Prorate unit, Period period, Instant by, Zone zone)
    {
        if (unit == Prorate.Day)
        {
            return zone.NextEdge(CalendarPeriod.Day, by);
        }

        var hours = (by.UnixMillis - period.Start.UnixMillis) / MillisPerHour;
        var end = Instant.Min(period.Start.Plus((hours + 1) * MillisPerHour), period.End);
        return end <= Instant.Latest ? end : null;
    }
}
