using System.Diagnostics.Metrics;

namespace OkrGrains.Grains;

/// <summary>Counts what the goals of one kind, or the combiners, do for the goals above them.</summary>
internal sealed class LevelInstruments
{
    private readonly RoundCounters _counters;
    private readonly KeyValuePair<string, object?> _kind;

    public LevelInstruments(RoundCounters counters, string kind)
    {
        _counters = counters;
        _kind = new("kind", kind);
    }

    /// <summary>Counts a computation of figures.</summary>
    public void Evaluated() => _counters.Evaluations.Add(1, _kind);

    /// <summary>Counts a call upwards that begins.</summary>
    public void Sent() => _counters.Sent.Add(1, _kind);

    /// <summary>Counts an evaluation after which nothing is sent, because nothing has changed for the grain above.</summary>
    public void Unchanged() => _counters.Unchanged.Add(1, _kind);

    /// <summary>Counts a call upwards that failed and will be repeated.</summary>
    public void Failed() => _counters.Failed.Add(1, _kind);
}

/// <summary>The counters that all kinds of goals share.</summary>
internal sealed record RoundCounters(Counter<long> Evaluations, Counter<long> Sent, Counter<long> Unchanged, Counter<long> Failed);
