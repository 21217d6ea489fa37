using OkrGrains.Model.Time;

namespace OkrGrains.Storage.States;

/// <summary>That a goal's state must be computed again. Ordered by instant, then goal.</summary>
/// <param name="StaleAt">The first instant at which it no longer holds; <see cref="Instant.Earliest"/> once the definition has changed.</param>
/// <param name="Goal">The goal's number.</param>
public readonly record struct StaleState(Instant StaleAt, long Goal)
{
    /// <summary>Comes before every other: where to read from the beginning.</summary>
    public static StaleState BeforeAll => new(Instant.Earliest, 0);
}
