using System.Numerics;

namespace OkrGrains.Model.Numbers;

/// <summary>An unclamped progress on the grid of 1e-9 (goal-model §4). Its number of grid steps can be too large for an Int128.</summary>
/// <param name="Grid">The number of grid steps.</param>
[Immutable, GenerateSerializer, Alias("okr.progress")]
public readonly record struct Progress([property: Id(0)] BigInteger Grid)
{
    private const int Digits = 9;

    /// <summary>Returns the exact decimal without trailing zeros (goal-model §11).</summary>
    public override string ToString() => ScaledDecimal.Format(Grid, Digits);

    /// <summary>Returns the nearest double.</summary>
    public double ToDouble() => ScaledDecimal.ToDouble(Grid, Digits);

    /// <summary>
    /// Returns the score: the progress clamped to 0 … <paramref name="cap"/> (goal-model §4). Caps lie on the grid, so it makes no
    /// difference that the progress is rounded first.
    /// </summary>
    internal Portion Clamp(Portion cap) => Grid.Sign <= 0 ? Portion.Zero : Grid >= cap.Grid ? cap : new((long)Grid);
}
