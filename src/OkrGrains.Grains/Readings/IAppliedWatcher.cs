namespace OkrGrains.Grains.Readings;

/// <summary>Is told of readings that a goal holds and has handed over to be made durable, before they are.</summary>
public interface IAppliedWatcher : IGrainObserver
{
    /// <summary>A goal holds the readings of a call. Nobody waits for it and nobody repeats it: the call's own answer says more.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="call">The number that the call came with.</param>
    [Alias("Applied")]
    Task Applied(long goal, long call);
}
