namespace OkrGrains.Grains.Propagation;

/// <summary>A grain that takes part in the propagation rounds of its silo.</summary>
/// <param name="scheduler">The scheduler of the rounds.</param>
/// <param name="takePart">
/// Passes on what has changed. It runs on the grain's own scheduler, between the grain's turns. Whatever enters the round there has to
/// leave it.
/// </param>
internal sealed class RoundParticipant(PropagationScheduler scheduler, Action<Round> takePart)
{
    private TaskScheduler? _grain;
    private Round? _round;

    /// <summary>The number of goals and combiners in the longest chain below this one. A round reaches it after all of them.</summary>
    public int Level { get; set; }

    /// <summary>True when it takes part in the next round.</summary>
    public bool Waits { get; private set; }

    /// <summary>Takes part in the next round. It must be called in a turn of the grain.</summary>
    public void Join()
    {
        if (!Waits)
        {
            Waits = true;
            _grain ??= TaskScheduler.Current;
            scheduler.Join(this);
        }
    }

    /// <summary>
    /// Starts the participant's part of the round on the grain's scheduler. The scheduler of the rounds calls it, on any thread.
    /// </summary>
    internal void Release(Round round)
    {
        _round = round;
        _ = Task.Factory.StartNew(
            static participant => ((RoundParticipant)participant!).TakePart(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _grain!);
    }

    private void TakePart()
    {
        var round = _round!;
        Waits = false;
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
