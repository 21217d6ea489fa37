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

    /// <summary>
    /// The pause for each goal of an ingest batch: what comes meanwhile goes with the next one, in fewer commits and rounds. With few goals
    /// there is none, so a reading alone never waits.
    /// </summary>
    private static readonly TimeSpan PausePerGoal = TimeSpan.FromMicroseconds(8);

    /// <summary>The time from one ingest batch to the next that pauses do not exceed: a part of what the root may be behind.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The shortest pause that a timer can measure.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    /// <summary>The pacing before the first ingest batch, and after small ones: no pause.</summary>
    public static BatchPacing None { get; } = new(TimeSpan.Zero, 0, Most);

    /// <summary>
    /// Returns the pacing after an ingest batch. After a long one to many goals the next one can be twice as large, which costs hardly more
    /// visits to goals, and gathers for half of the time that the last one took.
    /// </summary>
    /// <param name="goals">The number of goals that the ingest batch went to.</param>
    /// <param name="took">The time that it was in flight.</param>
    public static BatchPacing After(int goals, TimeSpan took)
    {
        if (took > Long)
        {
            return goals > ManyGoals ? new(took / 2, EnoughOfAll, MostOfAll) : None;
        }

        var (wanted, left) = (goals * PausePerGoal, Interval - took);
        var pause = wanted < left ? wanted : left;
        return pause >= ShortestPause ? new(pause, Most, Most) : None;
    }
}
