using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>A goal whose state must be computed again, and from when. Ordered by instant, then by goal.</summary>
/// <param name="StaleAt">
/// The first instant at which the state no longer holds; <see cref="Instant.Earliest"/> once the definition has changed.
/// </param>
/// <param name="Goal">The goal's number.</param>
public readonly record struct StaleState(Instant StaleAt, long Goal)
{
    /// <summary>A value that comes before every other, for reading from the beginning.</summary>
    public static StaleState BeforeAll => new(Instant.Earliest, 0);
}
