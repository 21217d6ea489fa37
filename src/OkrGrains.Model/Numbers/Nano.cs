namespace OkrGrains.Model.Numbers;

/// <summary>An exact number in nano-units: <paramref name="Units"/> × 1e-9 (goal-model §2).</summary>
/// <param name="Units">The whole number of nano-units. A reading's lies within ±1e24, a derived value's within ±1e27.</param>
[Immutable, GenerateSerializer, Alias("okr.nano")]
public readonly record struct Nano([property: Id(0)] Int128 Units);
