namespace OkrGrains.Model.Windows;

/// <summary>
/// The periods of the calendar (goal-model §3). Weeks start on Monday. An hour is cut at the UTC offset of the instant itself.
/// </summary>
public enum CalendarPeriod
{
    /// <summary>A clock hour.</summary>
    Hour = 1,

    /// <summary>A local date.</summary>
    Day,

    /// <summary>A week from Monday to Sunday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Three months: January to March, and so on.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,
}
