namespace OkrGrains.Grains.Ingest;

/// <summary>The most readings that an ingest batch takes; the rest goes with the one after.</summary>
internal static class BatchSize
{
    /// <summary>The most readings that any ingest batch takes.</summary>
    public const int MostOfAll = 2 * Most;

    /// <summary>The most readings that an ingest batch takes, unless the one before was long and went to many goals.</summary>
    public const int Most = 1 << 21;

    /// <summary>
    /// The number of goals above which an ingest batch has less than 64 readings for each: visits to goals are then most of what it costs.
    /// </summary>
    private const int ManyGoals = Most / 64;

    /// <summary>The time in flight from which an ingest batch is long.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(320);

    /// <summary>
    /// Returns the most readings of the next ingest batch. After a long one to many goals it can be twice as large, which costs hardly more
    /// visits to goals.
    /// </summary>
    /// <param name="goals">The number of goals that the last one went to.</param>
    /// <param name="took">The time that it was in flight.</param>
    public static int After(int goals, TimeSpan took) => took > Long && goals > ManyGoals ? MostOfAll : Most;
}
