namespace OkrGrains.Grains.Propagation;

/// <summary>One level of a propagation round: the goals and combiners that are evaluated and sent together.</summary>
/// <param name="scheduler">The scheduler, which continues when nothing is waited for any more.</param>
/// <param name="level">The level in the tree that the participants have.</param>
/// <param name="participants">The number of departures to wait for: one for each participant, and one for the scheduler.</param>
/// <param name="begun">The timestamp at which it begins, see <see cref="PropagationScheduler.Timestamp"/>.</param>
internal sealed class Round(PropagationScheduler scheduler, int level, int participants, long begun)
{
    private int _left = participants;
    private long _lastHeard = begun;

    public int Level { get; } = level;

    /// <summary>The timestamp at which the level began.</summary>
    public long Begun { get; } = begun;

    /// <summary>Adds one more departure to wait for. The caller must not have left itself yet.</summary>
    public void Enter() => Interlocked.Increment(ref _left);

    /// <summary>The timestamp at which the last wait ended, or the last turn was released; that of the beginning before the first one.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>Counts lateness from now: a wait has ended, or a turn is released, which cannot have been late before.</summary>
    public void Hear() => Volatile.Write(ref _lastHeard, scheduler.Timestamp);

    /// <summary>Ends one wait: a call has its answer, or a participant has no more calls to make.</summary>
    public void Leave()
    {
        Hear();
        if (Interlocked.Decrement(ref _left) == 0)
        {
            scheduler.GoOn(this);
        }
    }
}
