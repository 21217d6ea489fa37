using System.ComponentModel.DataAnnotations;

namespace OkrGrains.Grains.Time;

/// <summary>The options of reconciliation, with which every silo looks after goals that nobody else looks after.</summary>
public sealed class ReconciliationOptions
{
    /// <summary>
    /// The period at which goals are sought whose definition changed while nobody could tell them, at which goals that could not be
    /// advanced to the clock are tried again, at which cycles are closed, and at which watchers of closed goals hear at the latest that
    /// late readings restate them; 10 ms to an hour, 1 s by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan StalePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The period at which what was committed meanwhile is passed on once more, which makes good what a dead silo had not passed on, and at
    /// which the store is asked when its next state becomes stale; 10 ms to an hour, 30 s by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RepeatPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of goals that are fetched and told at a time; 1 to 10,000, 1,000 by default.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 1000;
}
