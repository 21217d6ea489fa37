using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>Which readings count at an instant (goal-model §3).</summary>
public abstract record Window
{
    private protected Window()
    {
    }
}

/// <summary>Every reading. The default of a KPI.</summary>
public sealed record AllWindow : Window;

/// <summary>The readings of the calendar period that contains the instant, half-open, in the measure's time zone.</summary>
/// <param name="Period">The kind of period.</param>
public sealed record CalendarWindow(CalendarPeriod Period) : Window;

/// <summary>The readings with time in (T − length, T].</summary>
/// <param name="Length">The length, above zero.</param>
public sealed record RollingWindow(Duration Length) : Window;

/// <summary>
/// The readings with time in [cycle start, cycle end); without a cycle, every reading. Only for a measured key result, and its default.
/// </summary>
public sealed record CycleWindow : Window;
