namespace OkrGrains.Model.Numbers;

/// <summary>The weight of a contribution, exact to six fractional digits (goal-model §2).</summary>
/// <param name="Micro">Millionths: 0 to 1,000,000,000,000. 0 is shown and not counted.</param>
[Immutable, GenerateSerializer, Alias("okr.weight")]
public readonly record struct Weight([property: Id(0)] long Micro)
{
    /// <summary>1, the default.</summary>
    public static Weight One => new(1_000_000);
}
