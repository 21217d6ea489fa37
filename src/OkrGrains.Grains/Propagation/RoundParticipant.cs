using Orleans.Runtime;

namespace OkrGrains.Grains.Propagation;

/// <summary>A grain that takes part in the propagation rounds of its silo.</summary>
/// <param name="scheduler">The scheduler of the rounds.</param>
/// <param name="turns">The scheduler of the grain's turns.</param>
/// <param name="takePart">
/// Passes on what has changed. It runs in a turn of the grain. Whatever enters the round there has to leave it.
/// </param>
internal sealed class RoundParticipant(PropagationScheduler scheduler, IWorkItemScheduler turns, Action<Round> takePart)
{
    private Round? _round;

    /// <summary>1 when it takes part in the next round.</summary>
    private int _waits;
    private volatile int _level;
    private volatile int _weight = 1;

    /// <summary>The number of goals and combiners in the longest chain below this one. A round reaches it after all of them.</summary>
    public int Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>The work of its turn, in turns of a goal that reads and contributes to a few others; 1 unless it is known to be more.</summary>
    public int Weight
    {
        get => _weight;
        set => _weight = value;
    }

    /// <summary>Takes part in the next round. It may be called on any thread.</summary>
    public void Join()
    {
        if (Volatile.Read(ref _waits) == 0 && Interlocked.Exchange(ref _waits, 1) == 0)
        {
            scheduler.Join(this);
        }
    }

    /// <summary>Says in which round it takes part. The scheduler of the rounds calls it, on any thread, before it releases the participant.</summary>
    internal void Enter(Round round) => _round = round;

    /// <summary>
    /// Starts the participant's part of the round in a turn of the grain. The scheduler of the rounds calls it, on any thread.
    /// </summary>
    internal void Release()
    {
        _round!.Hear();
        turns.QueueAction(static participant => ((RoundParticipant)participant).TakePart(), this);
    }

    private void TakePart()
    {
        var round = _round!;

        // Before it looks at what has changed: who changes something after that joins again.
        Interlocked.Exchange(ref _waits, 0);
        try
        {
            takePart(round);
        }
        finally
        {
            round.Leave();
        }
    }
}
