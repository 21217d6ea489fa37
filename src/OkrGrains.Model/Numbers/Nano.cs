using System.Numerics;

namespace OkrGrains.Model.Numbers;

/// <summary>An exact number in nano-units: <paramref name="Units"/> × 1e-9 (goal-model §2).</summary>
/// <param name="Units">The number of nano-units. A reading's lies within ±1e24, a derived value's within ±1e27.</param>
[Immutable, GenerateSerializer, Alias("okr.nano")]
public readonly record struct Nano([property: Id(0)] Int128 Units) : IComparable<Nano>
{
    /// <summary>The number of nano-units in 1.</summary>
    public const long UnitsPerOne = 1_000_000_000;

    private const int Digits = 9;
    private const double GreatestReading = 1e15;
    private const long ExactDouble = 1L << 53;
    private const int Word = 64;
    private const ulong BelowHalf = (1UL << (Word - 1)) - 1;

    /// <summary>The number 0.</summary>
    public static Nano Zero => default;

    // The limits 1e15 and 1e18, in nano-units.
    private static Int128 GreatestGiven { get; } = (Int128)1_000_000_000_000_000 * UnitsPerOne;

    private static BigInteger GreatestDerived { get; } = (BigInteger)1_000_000_000_000_000_000 * UnitsPerOne;

    /// <summary>
    /// Fixes a reading: the double's exact value × 1e9, rounded half to even. Returns false for NaN, infinities and |v| &gt; 1e15
    /// (goal-model §2).
    /// </summary>
    public static bool TryFromDouble(double value, out Nano nano)
    {
        // NaN fails every comparison.
        if (!(Math.Abs(value) <= GreatestReading))
        {
            nano = default;
            return false;
        }

        var whole = (long)value;
        nano = new(whole == value ? (Int128)whole * UnitsPerOne : FromFraction(value));
        return true;
    }

    /// <summary>
    /// Reads a plan's number: decimal text, an exponent allowed, at most 9 fractional digits, |x| ≤ 1e15 (goal-model §2). Returns false for
    /// any other text.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Nano nano)
    {
        var good = ScaledDecimal.TryParse(text, Digits, out var units) && Int128.Abs(units) <= GreatestGiven;
        nano = good ? new(units) : default;
        return good;
    }

    /// <summary>Reads a plan's number, like <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text is no such number.</exception>
    public static Nano Parse(ReadOnlySpan<char> text) => TryParse(text, out var nano)
        ? nano
        : throw new FormatException($"'{text}' is not a decimal of at most 9 fractional digits within ±1e15.");

    /// <summary>Returns the exact decimal without trailing zeros (goal-model §11).</summary>
    public override string ToString() => ScaledDecimal.Format(Units, Digits);

    /// <summary>Returns the nearest double.</summary>
    public double ToDouble() =>
        Int128.Abs(Units) <= ExactDouble ? (double)(long)Units / UnitsPerOne : ScaledDecimal.ToDouble(Units, Digits);

    /// <inheritdoc/>
    public int CompareTo(Nano other) => Units.CompareTo(other.Units);

    /// <summary>Returns true if <paramref name="a"/> is less than <paramref name="b"/>.</summary>
    public static bool operator <(Nano a, Nano b) => a.Units < b.Units;

    /// <summary>Returns true if <paramref name="a"/> is greater than <paramref name="b"/>.</summary>
    public static bool operator >(Nano a, Nano b) => a.Units > b.Units;

    /// <summary>Returns true if <paramref name="a"/> is not greater than <paramref name="b"/>.</summary>
    public static bool operator <=(Nano a, Nano b) => a.Units <= b.Units;

    /// <summary>Returns true if <paramref name="a"/> is not less than <paramref name="b"/>.</summary>
    public static bool operator >=(Nano a, Nano b) => a.Units >= b.Units;

    /// <summary>Returns a derived value of that many nano-units; null, absent, beyond ±1e18 (goal-model §2).</summary>
    internal static Nano? Derived(BigInteger units) => BigInteger.Abs(units) <= GreatestDerived ? new((Int128)units) : null;

    private static Int128 FromFraction(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (1UL << 52);
        var shift = 1075 - (int)((bits >> 52) & 0x7FF);

        // A mantissa × 1e9 is less than 2^83, so a shift by more than 84 leaves less than half a unit. Subnormal numbers are among those.
        if (shift > 84)
        {
            return 0;
        }

        var units = shift < Word ? ShortShift(mantissa, shift) : LongShift(mantissa, shift);
        return value < 0 ? -(Int128)units : (Int128)units;
    }

    /// <summary>
    /// Returns a mantissa × 1e9, shifted right by 1 to 63 and rounded. It works word by word, because nearly every reading goes through
    /// here.
    /// </summary>
    private static UInt128 ShortShift(ulong mantissa, int shift)
    {
        var high = Math.BigMul(mantissa, UnitsPerOne, out ulong low);
        var units = (high << (Word - shift)) | (low >> shift);
        var rest = low << (Word - shift);

        // This overflows exactly if the rest is more than half a unit, or half a unit after an odd number. It does not branch, because the
        // processor could not predict the branch.
        var carry = rest + (BelowHalf + (units & 1)) < rest ? 1UL : 0;
        return new UInt128(high >> shift, units) + carry;
    }

    /// <summary>
    /// Returns a mantissa × 1e9, shifted right by 64 or more and rounded. There is no tie to break: one would need at least 63 factors of
    /// two, and the mantissa has at most 52 and 1e9 nine.
    /// </summary>
    private static UInt128 LongShift(ulong mantissa, int shift) =>
        (((UInt128)mantissa * UnitsPerOne) + (UInt128.One << (shift - 1))) >> shift;
}
