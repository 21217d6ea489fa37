namespace OkrGrains.Model.Numbers;

/// <summary>
/// A score, a coverage or an expected progress: a whole number on the grid of 1e-9, where 1 is 1,000,000,000 (goal-model §2).
/// </summary>
/// <param name="Grid">The number of grid steps, 0 to 2,000,000,000 (a cap is at most 2).</param>
[Immutable, GenerateSerializer, Alias("okr.portion")]
public readonly record struct Portion([property: Id(0)] long Grid) : IComparable<Portion>
{
    /// <summary>Grid steps in 1.</summary>
    public const long StepsPerOne = 1_000_000_000;

    /// <summary>0.</summary>
    public static Portion Zero => default;

    /// <summary>1.</summary>
    public static Portion One => new(StepsPerOne);

    /// <inheritdoc/>
    public int CompareTo(Portion other) => Grid.CompareTo(other.Grid);
}
