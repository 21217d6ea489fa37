using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>The times of the readings that count, both ends included.</summary>
/// <param name="From">The first millisecond that counts.</param>
/// <param name="To">The last millisecond that counts; before <paramref name="From"/> when nothing counts.</param>
public readonly record struct Interval(Instant From, Instant To)
{
    /// <summary>Returns true if a reading of that time counts.</summary>
    public bool Contains(Instant time) => time >= From && time <= To;
}
