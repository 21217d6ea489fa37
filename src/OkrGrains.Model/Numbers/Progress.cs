namespace OkrGrains.Model.Numbers;

/// <summary>An unclamped progress on the grid of 1e-9; it can pass 127 bits (goal-model §4).</summary>
/// <param name="Grid">The number of grid steps.</param>
[Immutable, GenerateSerializer, Alias("okr.progress")]
public readonly record struct Progress([property: Id(0)] System.Numerics.BigInteger Grid);
