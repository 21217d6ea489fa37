using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Measures;

/// <summary>
/// Gives the four leading decimal digits of a number an int that keeps the order of the numbers (goal-model §3). Fewer than 10,000
/// nano-units are their own code; from there on each power of ten has 9,000 codes.
/// </summary>
internal static class Digits
{
    /// <summary>The greatest code, of the greatest reading of 25 digits.</summary>
    public const int GreatestCode = Exact + (PerDecade * 22);

    private const int Exact = 10_000;
    private const int PerDecade = 9_000;
    private const int LeastDigits = 1_000;

    public static int CodeOf(Int128 units)
    {
        var size = Int128.Abs(units);
        if (size < Exact)
        {
            return (int)units;
        }

        var decades = -1;
        while (size >= Exact)
        {
            size /= 10;
            decades++;
        }

        var code = Exact + (decades * PerDecade) + (int)size - LeastDigits;
        return units < 0 ? -code : code;
    }

    public static Nano ValueOf(int code)
    {
        var size = Math.Abs(code);
        if (size < Exact)
        {
            return new(code);
        }

        var (decades, digits) = Math.DivRem(size - Exact, PerDecade);
        Int128 units = digits + LeastDigits;
        for (; decades >= 0; decades--)
        {
            units *= 10;
        }

        return new(code < 0 ? -units : units);
    }
}
