using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Time;

/// <summary>
/// Computes the calendar with day numbers, where 0 is Monday 0001-01-01. An instant of the years 1 to 9999 of UTC can have a local date on
/// the last day of the year 0 or the first day of the year 10000, which <see cref="DateOnly"/> cannot hold.
/// </summary>
internal static class LocalDays
{
    public const int PerFourCenturies = 146_097;

    private const long MillisPerDay = 86_400_000;
    private const int DaysOfDecember = 31;

    private static int AfterLast => DateOnly.MaxValue.DayNumber + 1;

    /// <summary>Returns the local time at which a date begins, in Unix milliseconds as if it were UTC.</summary>
    public static long StartMillis(int day) => Instant.Earliest.UnixMillis + (day * MillisPerDay);

    /// <summary>Returns the date that contains a local time given in such milliseconds.</summary>
    public static int Containing(long localMillis) =>
        (int)Math.DivRem(localMillis - StartMillis(-PerFourCenturies), MillisPerDay).Quotient - PerFourCenturies;

    /// <summary>Returns the first date of the day, week, month, quarter or year that contains a date.</summary>
    public static int First(CalendarPeriod period, int day) => period switch
    {
        CalendarPeriod.Day => day,
        CalendarPeriod.Week => day - (((day % 7) + 7) % 7),
        _ when day < 0 => -DaysOfDecember,
        _ when day >= AfterLast => AfterLast,
        _ => FirstOfMonths(period, DateOnly.FromDayNumber(day)).DayNumber,
    };

    /// <summary>Returns the first date of the period after the one that begins with <paramref name="first"/>.</summary>
    public static int Next(CalendarPeriod period, int first) => period switch
    {
        CalendarPeriod.Day => first + 1,
        CalendarPeriod.Week => first + 7,
        _ when first < 0 => 0,
        _ when first >= AfterLast => first + DaysOfDecember,
        _ => NextOfMonths(period, DateOnly.FromDayNumber(first)),
    };

    private static int NextOfMonths(CalendarPeriod period, DateOnly first)
    {
        var months = MonthsIn(period);
        return first.Year == DateOnly.MaxValue.Year && first.Month + months > 12 ? AfterLast : first.AddMonths(months).DayNumber;
    }

    private static DateOnly FirstOfMonths(CalendarPeriod period, DateOnly date)
    {
        var months = MonthsIn(period);
        return new(date.Year, date.Month - ((date.Month - 1) % months), 1);
    }

    private static int MonthsIn(CalendarPeriod period) => period switch
    {
        CalendarPeriod.Month => 1,
        CalendarPeriod.Quarter => 3,
        CalendarPeriod.Year => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, "Not made of months."),
    };
}
