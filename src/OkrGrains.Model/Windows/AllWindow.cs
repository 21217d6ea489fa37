using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>The window of every reading that is not after the instant. It is the default of a KPI.</summary>
public sealed record AllWindow : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) => new(Instant.Earliest, at);
}
