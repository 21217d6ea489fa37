using System.Numerics;

namespace OkrGrains.Model.Numbers;

/// <summary>The only rounding of the goal model: an exact quotient to a whole number, half to even (goal-model §2).</summary>
internal static class HalfEven
{
    private const int BitsOfProduct = 126;

    /// <summary>Returns <paramref name="numerator"/> / <paramref name="divisor"/>, rounded half to even; the divisor is not 0.</summary>
    public static Int128 Divide(Int128 numerator, Int128 divisor)
    {
        if (divisor < 0)
        {
            (numerator, divisor) = (-numerator, -divisor);
        }

        if (numerator == (long)numerator && divisor == (long)divisor)
        {
            return Divide((long)numerator, (long)divisor);
        }

        var (quotient, remainder) = Int128.DivRem(numerator, divisor);
        if (remainder < 0)
        {
            (quotient, remainder) = (quotient - 1, remainder + divisor);
        }

        var rest = divisor - remainder;
        return remainder > rest || (remainder == rest && Int128.IsOddInteger(quotient)) ? quotient + 1 : quotient;
    }

    /// <summary>Returns <paramref name="numerator"/> / <paramref name="divisor"/>, rounded half to even; the divisor is not 0.</summary>
    public static BigInteger Divide(BigInteger numerator, BigInteger divisor)
    {
        if (divisor.Sign < 0)
        {
            (numerator, divisor) = (-numerator, -divisor);
        }

        var (quotient, remainder) = BigInteger.DivRem(numerator, divisor);
        if (remainder.Sign < 0)
        {
            (quotient, remainder) = (quotient - 1, remainder + divisor);
        }

        var rest = divisor - remainder;
        return remainder > rest || (remainder == rest && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    /// <summary>Does the same division for numbers that fit 64 bits; the divisor is greater than 0.</summary>
    private static long Divide(long numerator, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(numerator, divisor);
        if (remainder < 0)
        {
            (quotient, remainder) = (quotient - 1, remainder + divisor);
        }

        var rest = divisor - remainder;
        return remainder > rest || (remainder == rest && long.IsOddInteger(quotient)) ? quotient + 1 : quotient;
    }

    /// <summary>
    /// Returns <paramref name="a"/> × <paramref name="b"/> / <paramref name="divisor"/>, rounded half to even once; the product is exact.
    /// </summary>
    public static BigInteger Scale(Int128 a, Int128 b, Int128 divisor) =>
        Bits(a) + Bits(b) <= BitsOfProduct
            ? Divide(a * b, divisor)
            : Divide((BigInteger)a * b, divisor);

    private static int Bits(Int128 value) => 128 - (int)Int128.LeadingZeroCount(Int128.Abs(value));
}
