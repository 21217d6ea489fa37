namespace OkrGrains.Grains.Propagation;

/// <summary>A grain that goes with the waves of its silo.</summary>
/// <param name="waves">The waves.</param>
/// <param name="ride">
/// Passes on what has changed; run by the grain's own scheduler, between its turns. Whoever enters the wave there has to leave it.
/// </param>
internal sealed class WaveRider(Waves waves, Action<Wave> ride)
{
    private TaskScheduler? _grain;
    private Wave? _wave;

    /// <summary>How many goals and combiners stand one above the other below this one: it goes after them.</summary>
    public int Level { get; set; }

    /// <summary>Whether it is to go with the next wave.</summary>
    public bool Waits { get; private set; }

    /// <summary>Goes with the next wave. Called in the grain's turn.</summary>
    public void Join()
    {
        if (!Waits)
        {
            Waits = true;
            _grain ??= TaskScheduler.Current;
            waves.Join(this);
        }
    }

    /// <summary>Called by the wave, in anybody's turn.</summary>
    internal void Release(Wave wave)
    {
        _wave = wave;
        _ = Task.Factory.StartNew(
            static rider => ((WaveRider)rider!).Ride(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _grain!);
    }

    private void Ride()
    {
        var wave = _wave!;
        Waits = false;
        try
        {
            ride(wave);
        }
        finally
        {
            wave.Leave();
        }
    }
}
