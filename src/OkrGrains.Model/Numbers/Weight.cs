namespace OkrGrains.Model.Numbers;

/// <summary>The weight of a contribution, exact to six fractional digits (goal-model §2).</summary>
/// <param name="Micro">The weight in millionths: 0 to 1,000,000,000,000. A contribution of weight 0 is shown and not counted.</param>
[Immutable, GenerateSerializer, Alias("okr.weight")]
public readonly record struct Weight([property: Id(0)] long Micro)
{
    private const int Digits = 6;
    private const long Greatest = 1_000_000_000_000;

    /// <summary>The weight 1, the default.</summary>
    public static Weight One => new(1_000_000);

    /// <summary>Reads a decimal of at most 6 fractional digits, 0 to 1,000,000. Returns false for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Weight weight)
    {
        var good = ScaledDecimal.TryParse(text, Digits, out var micro) && micro >= 0 && micro <= Greatest;
        weight = good ? new((long)micro) : default;
        return good;
    }

    /// <summary>Returns the exact decimal without trailing zeros.</summary>
    public override string ToString() => ScaledDecimal.Format(Micro, Digits);

    /// <summary>Returns the nearest double.</summary>
    public double ToDouble() => (double)Micro / 1_000_000;
}
