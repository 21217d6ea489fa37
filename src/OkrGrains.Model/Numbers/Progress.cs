using System.Numerics;

namespace OkrGrains.Model.Numbers;

/// <summary>An unclamped progress on the grid of 1e-9; it can pass 127 bits (goal-model §4).</summary>
/// <param name="Grid">The number of grid steps.</param>
[Immutable, GenerateSerializer, Alias("okr.progress")]
public readonly record struct Progress([property: Id(0)] BigInteger Grid)
{
    private const int Digits = 9;

    /// <summary>The exact decimal without trailing zeros (goal-model §11).</summary>
    public override string ToString() => ScaledDecimal.Format(Grid, Digits);

    /// <summary>The nearest double.</summary>
    public double ToDouble() => ScaledDecimal.ToDouble(Grid, Digits);

    /// <summary>The score: clamped to 0 … <paramref name="cap"/> (goal-model §4). Caps lie on the grid: rounding first is the same.</summary>
    internal Portion Clamp(Portion cap) => Grid.Sign <= 0 ? Portion.Zero : Grid >= cap.Grid ? cap : new((long)Grid);
}
