namespace OkrGrains.Model.Time;

/// <summary>A half-open stretch of time.</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">
/// The first instant after the period; one millisecond past <see cref="Instant.Latest"/> if time ends before the period does.
/// </param>
public readonly record struct Period(Instant Start, Instant End)
{
    /// <summary>Returns true if <paramref name="instant"/> lies in the period.</summary>
    public bool Contains(Instant instant) => instant >= Start && instant < End;
}
