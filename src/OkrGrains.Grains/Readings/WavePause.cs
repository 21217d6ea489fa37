namespace OkrGrains.Grains.Readings;

/// <summary>What follows a wave of readings: a pause in which the processor is the producers' alone, and then the next wave.</summary>
/// <param name="Longest">The longest pause; zero for none.</param>
/// <param name="Enough">The pause ends when so many readings wait.</param>
/// <param name="MostReadings">The next wave takes no more; what is left goes with the one after.</param>
internal readonly record struct WavePause(TimeSpan Longest, int Enough, int MostReadings)
{
    /// <summary>No wave takes more.</summary>
    public const int MostOfAll = 2 * Most;

    private const int Most = 1 << 21;

    /// <summary>Nearly all: what may be under way seldom divides into whole batches.</summary>
    private const int EnoughOfAll = MostOfAll - (MostOfAll / 16);

    /// <summary>A wave to more goals has less than 64 readings for each: visits to goals are most of what it costs.</summary>
    private const int ManyGoals = Most / 64;

    /// <summary>A wave that took no longer leaves room enough.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(8);

    private static readonly TimeSpan LongestOfMost = TimeSpan.FromMilliseconds(40);

    /// <summary>Before the first wave.</summary>
    public static WavePause None { get; } = new(TimeSpan.Zero, 0, Most);

    /// <summary>
    /// After a long wave half its time and 40 ms at most, until as many readings wait. After a very long one to many goals an eighth of its
    /// time, until the next can be twice as large: that costs hardly more visits.
    /// </summary>
    /// <param name="readings">That the wave had.</param>
    /// <param name="goals">To how many goals.</param>
    /// <param name="took">How long it was under way.</param>
    public static WavePause After(int readings, int goals, TimeSpan took)
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
