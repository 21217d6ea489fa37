using System.Diagnostics.Metrics;

namespace OkrGrains.Grains.Diagnostics;

/// <summary>What the goals of one kind, or the combiners, do for the goals above them.</summary>
internal sealed class LevelInstruments
{
    private readonly WaveCounters _counters;
    private readonly KeyValuePair<string, object?> _kind;

    public LevelInstruments(WaveCounters counters, string kind)
    {
        _counters = counters;
        _kind = new("kind", kind);
    }

    /// <summary>Figures were computed.</summary>
    public void Evaluated() => _counters.Evaluations.Add(1, _kind);

    /// <summary>A call upwards begins.</summary>
    public void Sent() => _counters.Sent.Add(1, _kind);

    /// <summary>Nothing had changed for the grain above, so that nothing is sent.</summary>
    public void Unchanged() => _counters.Unchanged.Add(1, _kind);

    /// <summary>A call upwards failed and will be repeated.</summary>
    public void Failed() => _counters.Failed.Add(1, _kind);
}

/// <summary>The counters that all levels share.</summary>
internal sealed record WaveCounters(Counter<long> Evaluations, Counter<long> Sent, Counter<long> Unchanged, Counter<long> Failed);
