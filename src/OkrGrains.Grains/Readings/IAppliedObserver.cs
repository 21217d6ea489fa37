namespace OkrGrains.Grains.Readings;

/// <summary>Observer of readings that a goal holds and has handed over to the store. It is told before they are durable.</summary>
public interface IAppliedObserver : IGrainObserver
{
    /// <summary>
    /// Tells that a goal holds the readings of a call. The message is neither awaited nor repeated, because the answer to the call says
    /// more.
    /// </summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="call">The number that the caller gave to the call.</param>
    [Alias("Applied")]
    Task Applied(long goal, long call);
}
