using System.Diagnostics.Metrics;
using OkrGrains.Model.Goals;
using OkrGrains.Storage;

namespace OkrGrains.Grains;

/// <summary>The metrics of the grains, under the meter <c>OkrGrains.Grains</c>. <c>docs/metrics.md</c> describes each.</summary>
public sealed class GrainInstruments : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OkrGrains.Grains";

    /// <summary>
    /// The highest level with a tag of its own. A plan may chain any number of goals, so higher levels are counted under this one.
    /// </summary>
    private const int HighestLevel = 16;

    private static readonly KeyValuePair<string, object?>[] Levels =
        [.. Enumerable.Range(0, HighestLevel + 1).Select(level => new KeyValuePair<string, object?>("level", level))];

    private readonly Meter _meter;
    private readonly Histogram<int> _appends;
    private readonly Counter<long> _conflated;
    private readonly LevelInstruments _kpis;
    private readonly LevelInstruments _keyResults;
    private readonly LevelInstruments _objectives;
    private readonly Counter<long> _levels;
    private readonly Counter<long> _levelGoals;
    private Func<int>? _active;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The factory of the meter; null for a meter of its own.</param>
    public GrainInstruments(IMeterFactory? factory = null)
    {
        var counts = new InstrumentAdvice<int> { HistogramBucketBoundaries = HistogramBounds.Counts };
        _meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        _appends = _meter.CreateHistogram(
            "okrgrains.appends.readings", "{reading}", "Readings in one visit to a goal, duplicates included", tags: null, counts);
        _conflated = _meter.CreateCounter<long>(
            "okrgrains.watches.conflated", "{goal}", "States of goals that newer ones replaced before a watch took them");
        var counters = new RoundCounters(
            _meter.CreateCounter<long>("okrgrains.goals.evaluations", "{evaluation}", "Computations of figures, by kind"),
            _meter.CreateCounter<long>("okrgrains.contributions.sent", "{call}", "Contributions sent to goals and combiners above, by kind of sender"),
            _meter.CreateCounter<long>(
                "okrgrains.contributions.unchanged", "{contribution}", "Contributions not sent since they changed nothing above, by kind"),
            _meter.CreateCounter<long>("okrgrains.contributions.failed", "{call}", "Calls upwards that failed and are repeated, by kind"));
        _levels = _meter.CreateCounter<long>("okrgrains.rounds.levels", "{level}", "Levels that propagation rounds sent, by level");
        _levelGoals = _meter.CreateCounter<long>("okrgrains.rounds.goals", "{goal}", "Goals and combiners sent at these levels, by level");
        _kpis = new LevelInstruments(counters, "kpi");
        _keyResults = new LevelInstruments(counters, "key_result");
        _objectives = new LevelInstruments(counters, "objective");
        Combiners = new LevelInstruments(counters, "combiner");
        _meter.CreateObservableUpDownCounter(
            "okrgrains.grains.active", () => Volatile.Read(ref _active)?.Invoke() ?? 0, "{grain}", "Goals and combiners in memory");
    }

    internal Meter Meter => _meter;

    internal LevelInstruments Combiners { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal LevelInstruments Of(GoalKind kind) => kind switch
    {
        GoalKind.Kpi => _kpis,
        GoalKind.KeyResult => _keyResults,
        GoalKind.Objective => _objectives,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    internal void Appended(int readings) => _appends.Record(readings);

    internal void RoundLevelPassed(int level, int goals)
    {
        var tag = Levels[Math.Min(level, HighestLevel)];
        _levels.Add(1, tag);
        _levelGoals.Add(goals, tag);
    }

    internal void Conflated() => _conflated.Add(1);

    /// <summary>Sets the function that tells how many grains the silo has in memory.</summary>
    internal void Observe(Func<int> active) => Volatile.Write(ref _active, active);
}
