using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>The window of readings with time in (T − length, T].</summary>
/// <param name="Length">The length of the window, above zero.</param>
public sealed record RollingWindow(Duration Length) : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) =>
        new(Instant.Max(Instant.Earliest, at.Plus(1 - Length.Milliseconds)), at);

    internal override Instant? NextEdge(Instant at, Zone zone, Instant? first) =>
        first is { } time && time.Plus(Length.Milliseconds) <= Instant.Latest ? time.Plus(Length.Milliseconds) : null;
}
