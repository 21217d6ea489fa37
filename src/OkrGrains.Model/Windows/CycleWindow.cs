using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>
/// The window of readings with time in [cycle start, cycle end); without a cycle, of every reading. Only a measured key result may have it,
/// and it is the default there.
/// </summary>
public sealed record CycleWindow : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) => cycle is { } span
        ? new(span.Start, Instant.Min(at, span.End.Plus(-1)))
        : new(Instant.Earliest, at);
}
