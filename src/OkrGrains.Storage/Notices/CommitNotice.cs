using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Notices;

/// <summary>What a commit means for those who wait for the clock.</summary>
/// <param name="StaleFrom">The first instant at which a state that it wrote must be computed again; null for never.</param>
/// <param name="ClockSeen">The latest instant that the goal clock has shown to the store; null for none.</param>
public readonly record struct CommitNotice(Instant? StaleFrom, Instant? ClockSeen);
