namespace OkrGrains.Storage.Readings;

/// <summary>A part of a goal's history, newest first.</summary>
/// <param name="Commits">Whole commits with readings of the goal, amended as of now; maybe none, and more to come all the same.</param>
/// <param name="Next">The commit at which the history goes on; 0 at its beginning.</param>
/// <param name="Producers">The names of the producers, by number.</param>
public sealed record ReadingsPage(
    IReadOnlyList<StoredReadings> Commits, long Next, IReadOnlyDictionary<long, string> Producers);

/// <summary>Where a reading is.</summary>
/// <param name="Goal">The goal that took it; null when it was not found.</param>
/// <param name="IsWhole">Whether all readings of the store were searched, or those up to the one found.</param>
public readonly record struct ReadingPlace(long? Goal, bool IsWhole);
