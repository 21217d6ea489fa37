using OkrGrains.Model.Cycles;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>The window of readings with time in (T − length, T].</summary>
/// <param name="Length">The length of the window, above zero.</param>
public sealed record RollingWindow(Duration Length) : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) =>
        new(Instant.Max(Instant.Earliest, at.Plus(1 - Length.Milliseconds)), at);

    internal override Instant? NextTurn(Instant at, Zone zone, Instant? first) =>
        first is { } time && time.Plus(Length.Milliseconds) <= Instant.Latest ? time.Plus(Length.Milliseconds) : null;
}
