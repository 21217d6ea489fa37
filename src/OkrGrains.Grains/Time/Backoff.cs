namespace OkrGrains.Grains.Time;

/// <summary>The pauses between the attempts of a call that fails: each is twice as long as the one before, up to a longest.</summary>
internal struct Backoff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private TimeSpan _next;

    /// <param name="first">The first pause.</param>
    /// <param name="longest">The longest pause.</param>
    public Backoff(TimeSpan first, TimeSpan longest)
    {
        (_first, _longest) = (first, longest);
        _next = first;
    }

    /// <summary>Returns the pause before the next attempt.</summary>
    public TimeSpan Next()
    {
        var pause = _next;
        _next = pause * 2 < _longest ? pause * 2 : _longest;
        return pause;
    }

    /// <summary>Starts again with the first pause.</summary>
    public void Reset() => _next = _first;
}
