namespace OkrGrains.Client.Retrying;

/// <summary>
/// Chooses the pause before the next attempt: it doubles each time, with jitter so that many clients do not return at once.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private TimeSpan? _next;

    public void Reset() => _next = null;

    /// <summary>Returns a pause between half of the current step and all of it, but never less than <paramref name="atLeast"/>.</summary>
    /// <param name="atLeast">The pause that the server asked for; null when it asked for none.</param>
    public TimeSpan Next(TimeSpan? atLeast)
    {
        var step = _next ?? first;
        _next = step * 2 < longest ? step * 2 : longest;
        var delay = step * (0.5 + (random() / 2));
        return atLeast > delay ? atLeast.Value : delay;
    }
}
