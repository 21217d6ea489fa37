using BenchmarkDotNet.Attributes;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>Measures updating the state of a KPI with the new readings of one grain call, per call.</summary>
public class UpdateWindow
{
    private MeasureState _state = null!;
    private Reading[] _readings = [];

    [Params(1, 64)]
    public int Readings { get; set; }

    [GlobalSetup]
    public void Create()
    {
        var at = Instant.Parse("2026-03-01T00:00:00Z");
        _state = MeasureState.Create(new Measure { Aggregation = Aggregation.Sum }, Zone.Utc, cycle: null, [ReadPoint.Now], at);
        _readings = [.. Enumerable.Range(1, Readings).Select(reading =>
            new Reading(new Instant(at.UnixMillis - reading), new Nano(reading * Nano.UnitsPerOne / 3)))];
    }

    [Benchmark]
    public MeasureState AllTimeSum() => _state.With(_readings);
}
