namespace OkrGrains.Grains.Ingest;

/// <summary>The pacing after an ingest batch: the size of the next one, and a pause in which it gathers.</summary>
/// <param name="Longest">The longest pause; zero for none.</param>
/// <param name="Enough">The number of waiting readings that ends the pause.</param>
/// <param name="MaxReadings">The most readings that the next ingest batch takes; the rest goes with the one after.</param>
internal readonly record struct BatchPacing(TimeSpan Longest, int Enough, int MaxReadings)
{
    /// <summary>The most readings that any ingest batch takes.</summary>
    public const int MostOfAll = 2 * Most;

    private const int Most = 1 << 21;

    /// <summary>
    /// The number of waiting readings that ends the pause before a largest batch. It is a sixteenth below the most, since what streams may
    /// have in flight seldom divides into whole batches.
    /// </summary>
    private const int EnoughOfAll = MostOfAll - (MostOfAll / 16);

    /// <summary>
    /// The number of goals above which an ingest batch has less than 64 readings for each: visits to goals are then most of what it costs.
    /// </summary>
    private const int ManyGoals = Most / 64;

    /// <summary>The time in flight from which an ingest batch is long.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(320);

    /// <summary>The pacing before the first ingest batch, and after nearly all others: no pause.</summary>
    public static BatchPacing None { get; } = new(TimeSpan.Zero, 0, Most);

    /// <summary>
    /// Returns the pacing after an ingest batch. After a long one to many goals the next one can be twice as large, which costs hardly more
    /// visits to goals, and gathers for half of the time that the last one took.
    /// </summary>
    /// <param name="goals">The number of goals that the ingest batch went to.</param>
    /// <param name="took">The time that it was in flight.</param>
    public static BatchPacing After(int goals, TimeSpan took) =>
        took > Long && goals > ManyGoals ? new(took / 2, EnoughOfAll, MostOfAll) : None;
}
