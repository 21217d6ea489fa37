namespace OkrGrains.Grains.Propagation;

/// <summary>What goes at one level of one wave.</summary>
/// <param name="waves">Goes on when all have left.</param>
/// <param name="level">The level.</param>
/// <param name="riders">How many must leave.</param>
internal sealed class Wave(Waves waves, int level, int riders)
{
    private int _left = riders;

    public int Level { get; } = level;

    /// <summary>Somebody more must leave; said by one who has not left.</summary>
    public void Enter() => Interlocked.Increment(ref _left);

    /// <summary>Has its answer, or waits for none.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            waves.GoOn(this);
        }
    }
}
