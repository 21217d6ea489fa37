using System.ComponentModel.DataAnnotations;

namespace OkrGrains.Grains.Sweeping;

/// <summary>How often a silo looks after goals that nobody else looks after.</summary>
public sealed class SweepOptions
{
    /// <summary>
    /// How often goals are sought whose definition changed while nobody could tell them, and those again that could not turn with the
    /// clock; 10 ms to an hour, 1 s by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan StalePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often what was committed meanwhile is passed on once more, which makes good what a silo that died had not passed on, and how
    /// often the store is asked when the next state in it is stale; 10 ms to an hour, 30 s by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RepeatPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>So many goals are fetched and told at a time; 1 to 10,000, 1,000 by default.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 1000;
}
