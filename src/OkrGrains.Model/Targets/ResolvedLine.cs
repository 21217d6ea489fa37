using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>A <see cref="LinearTarget"/> whose baseline is known, kept exact (goal-model §5).</summary>
public readonly struct ResolvedLine
{
    private readonly Nano _baseline;
    private readonly BigInteger _distance;
    private readonly BigInteger _parts;
    private readonly Portion _cap;

    // The distance from baseline to target is distance / parts, in nano-units.
    internal ResolvedLine(Nano baseline, BigInteger distance, BigInteger parts, Portion cap)
    {
        _baseline = baseline;
        _distance = distance;
        _parts = parts;
        _cap = cap;
    }

    /// <summary>Returns the progress (v − b) / (t − b), and the score: the progress clamped to 0 … cap.</summary>
    public (Progress Progress, Portion Score) Score(Nano value)
    {
        var way = value.Units - _baseline.Units;
        var grid = _parts.IsOne
            ? HalfEven.Scale(way, Portion.StepsPerOne, (Int128)_distance)
            : HalfEven.Divide(way * _parts * Portion.StepsPerOne, _distance);
        var progress = new Progress(grid);
        return (progress, progress.Clamp(_cap));
    }
}
