namespace OkrGrains.Model.Measures;

/// <summary>The periods of the calendar (goal-model §3). Weeks start on Monday; an hour is cut at the instant's own UTC offset.</summary>
public enum CalendarPeriod
{
    /// <summary>An hour of the clock.</summary>
    Hour = 1,

    /// <summary>A local date.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>January to March, and so on.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,
}
