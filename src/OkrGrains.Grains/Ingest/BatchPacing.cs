namespace OkrGrains.Grains.Ingest;

/// <summary>
/// The pacing after an ingest batch: a pause in which the processor is left to the producers, and the size of the next batch.
/// </summary>
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

    /// <summary>The time in flight up to which an ingest batch needs no pause: it leaves the producers enough of the processor.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(8);

    private static readonly TimeSpan LongestOfMost = TimeSpan.FromMilliseconds(40);

    /// <summary>The pacing before the first ingest batch, and after a short one: no pause.</summary>
    public static BatchPacing None { get; } = new(TimeSpan.Zero, 0, Most);

    /// <summary>Returns the pacing after an ingest batch.</summary>
    /// <remarks>
    /// After a long batch (over 8 ms) the pause is half its time, 40 ms at most, and ends when as many readings wait. After a very long one
    /// (over 320 ms) to many goals it is an eighth of its time, and ends when the next batch can be twice as large, which costs hardly more
    /// visits to goals.
    /// </remarks>
    /// <param name="readings">The number of readings in the ingest batch.</param>
    /// <param name="goals">The number of goals that it went to.</param>
    /// <param name="took">The time that it was in flight.</param>
    public static BatchPacing After(int readings, int goals, TimeSpan took)
    {
        if (took <= Short)
        {
            return None;
        }

        if (took / 8 > LongestOfMost && goals > ManyGoals)
        {
            return new(took / 8, EnoughOfAll, MostOfAll);
        }

        return new(took / 2 < LongestOfMost ? took / 2 : LongestOfMost, readings, Most);
    }
}
