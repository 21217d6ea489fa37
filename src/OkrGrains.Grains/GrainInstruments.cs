using System.Diagnostics.Metrics;
using OkrGrains.Model.Goals;
using OkrGrains.Storage;

namespace OkrGrains.Grains;

/// <summary>The grains' measurements, under the meter <c>OkrGrains.Grains</c>. <c>docs/metrics.md</c> says what each means.</summary>
public sealed class GrainInstruments : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OkrGrains.Grains";

    /// <summary>
    /// The highest level that is measured by itself: a plan may chain any number of goals, and what is higher counts as this level.
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
    private readonly Counter<long> _scheduler;
    private readonly Counter<long> _participants;
    private Func<int>? _active;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The factory of the meter; null for a meter of its own.</param>
    public GrainInstruments(IMeterFactory? factory = null)
    {
        var counts = new InstrumentAdvice<int> { HistogramBucketBoundaries = HistogramBounds.Counts };
        _meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        _appends = _meter.CreateHistogram(
            "okrgrains.appends.readings", "{reading}", "Readings that one call brought to a goal, duplicates included", tags: null, counts);
        _conflated = _meter.CreateCounter<long>(
            "okrgrains.watches.conflated", "{goal}", "States of goals that newer ones replaced before a watch took them");
        var scheduler = new RoundCounters(
            _meter.CreateCounter<long>("okrgrains.goals.evaluations", "{evaluation}", "Times that figures were computed, by kind"),
            _meter.CreateCounter<long>("okrgrains.contributions.sent", "{call}", "Calls to a goal or combiner above, by kind of the caller"),
            _meter.CreateCounter<long>(
                "okrgrains.contributions.unchanged", "{round}", "PropagationScheduler that ended here since nothing changed for the one above, by kind"),
            _meter.CreateCounter<long>("okrgrains.contributions.failed", "{call}", "Calls upwards that failed and are repeated, by kind"));
        _scheduler = _meter.CreateCounter<long>("okrgrains.scheduler.passed", "{round}", "PropagationScheduler of goals above others that went at a level");
        _participants = _meter.CreateCounter<long>("okrgrains.scheduler.goals", "{goal}", "Goals and combiners that went with these scheduler, by level");
        _kpis = new LevelInstruments(scheduler, "kpi");
        _keyResults = new LevelInstruments(scheduler, "key_result");
        _objectives = new LevelInstruments(scheduler, "objective");
        Combiners = new LevelInstruments(scheduler, "combiner");
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
        _scheduler.Add(1, tag);
        _participants.Add(goals, tag);
    }

    internal void Conflated() => _conflated.Add(1);

    /// <summary>Sets the function that tells how many grains the silo has in memory.</summary>
    internal void Observe(Func<int> active) => Volatile.Write(ref _active, active);
}
