namespace OkrGrains.Client.Retrying;

/// <summary>How long to wait before the next attempt: doubling, with jitter so that many clients do not come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private TimeSpan? _next;

    public void Reset() => _next = null;

    /// <summary>Between half of the current step and all of it, and never less than the server asked for.</summary>
    public TimeSpan Next(TimeSpan? atLeast)
    {
        var step = _next ?? first;
        _next = step * 2 < longest ? step * 2 : longest;
        var delay = step * (0.5 + (random() / 2));
        return atLeast > delay ? atLeast.Value : delay;
    }
}
