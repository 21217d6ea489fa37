namespace OkrGrains.Model.Time;

/// <summary>A half-open stretch of time.</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The first instant after; one millisecond past <see cref="Instant.Latest"/> where time ends first.</param>
public readonly record struct Period(Instant Start, Instant End)
{
    /// <summary>Whether <paramref name="instant"/> lies in it.</summary>
    public bool Contains(Instant instant) => instant >= Start && instant < End;
}
