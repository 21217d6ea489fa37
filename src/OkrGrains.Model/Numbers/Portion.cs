namespace OkrGrains.Model.Numbers;

/// <summary>
/// A score, a coverage or an expected progress: a whole number on the grid of 1e-9, where 1 is 1,000,000,000 (goal-model §2).
/// </summary>
/// <param name="Grid">The number of grid steps, 0 to 2,000,000,000 (a cap is at most 2).</param>
[Immutable, GenerateSerializer, Alias("okr.portion")]
public readonly record struct Portion([property: Id(0)] long Grid) : IComparable<Portion>
{
    /// <summary>The number of grid steps in 1.</summary>
    public const long StepsPerOne = 1_000_000_000;

    private const int Digits = 9;

    /// <summary>The portion 0.</summary>
    public static Portion Zero => default;

    /// <summary>The portion 1.</summary>
    public static Portion One => new(StepsPerOne);

    /// <summary>The portion 2, the greatest cap.</summary>
    public static Portion Two => new(2 * StepsPerOne);

    /// <summary>Reads a decimal of at most 9 fractional digits, 0 to 2. Returns false for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Portion portion)
    {
        var good = ScaledDecimal.TryParse(text, Digits, out var grid) && grid >= 0 && grid <= Two.Grid;
        portion = good ? new((long)grid) : default;
        return good;
    }

    /// <summary>Returns the exact decimal without trailing zeros (goal-model §11).</summary>
    public override string ToString() => ScaledDecimal.Format(Grid, Digits);

    /// <summary>Returns the nearest double.</summary>
    public double ToDouble() => (double)Grid / StepsPerOne;

    /// <inheritdoc/>
    public int CompareTo(Portion other) => Grid.CompareTo(other.Grid);

    /// <summary>Returns true if <paramref name="a"/> is less than <paramref name="b"/>.</summary>
    public static bool operator <(Portion a, Portion b) => a.Grid < b.Grid;

    /// <summary>Returns true if <paramref name="a"/> is greater than <paramref name="b"/>.</summary>
    public static bool operator >(Portion a, Portion b) => a.Grid > b.Grid;

    /// <summary>Returns true if <paramref name="a"/> is not greater than <paramref name="b"/>.</summary>
    public static bool operator <=(Portion a, Portion b) => a.Grid <= b.Grid;

    /// <summary>Returns true if <paramref name="a"/> is not less than <paramref name="b"/>.</summary>
    public static bool operator >=(Portion a, Portion b) => a.Grid >= b.Grid;
}
