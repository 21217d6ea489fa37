namespace OkrGrains.Storage.Records;

/// <summary>A page of a goal's history, newest commit first.</summary>
/// <param name="Commits">Whole commits with readings of the goal, amended as of now. It may be empty although the history goes on.</param>
/// <param name="Next">The commit at which the next page begins; 0 if the history has no earlier one.</param>
/// <param name="Producers">The names of the readings' producers, by number.</param>
public sealed record ReadingsPage(
    IReadOnlyList<StoredReadings> Commits, long Next, IReadOnlyDictionary<long, string> Producers);

/// <summary>The result of a search for a reading.</summary>
/// <param name="Goal">The number of the goal that took the reading; null if it was not found.</param>
/// <param name="IsWhole">
/// True if the reading was found or all readings of the store were searched; false if the search gave up before.
/// </param>
public readonly record struct ReadingPlace(long? Goal, bool IsWhole);
