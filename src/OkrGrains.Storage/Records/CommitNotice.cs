using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>Tells those who follow the goal clock what a commit has changed for them.</summary>
/// <param name="StaleFrom">The first instant at which a state that the commit wrote must be computed again; null for never.</param>
/// <param name="ClockSeen">The latest instant that the goal clock has shown to the store; null for none.</param>
public readonly record struct CommitNotice(Instant? StaleFrom, Instant? ClockSeen);
