using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>Between what the numbers of a column lie, and how they lie there.</summary>
/// <param name="Count">How many there are, one or more.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="Sum">Of how far each is above the least, roughly.</param>
internal readonly record struct NumberBounds(int Count, long Least, long Greatest, double Sum)
{
    /// <summary>How far the greatest is above the least.</summary>
    public ulong Range => (ulong)(Greatest - Least);

    /// <summary>How many bits hold the range.</summary>
    public int Width => BitOperations.Log2(Range) + (Range == 0 ? 0 : 1);

    public static NumberBounds Of(ReadOnlySpan<long> values)
    {
        var fours = MemoryMarshal.Cast<long, Vector256<long>>(values);
        var rest = values[(fours.Length * Vector256<long>.Count)..];
        var (least, greatest) = Ends(fours, rest, values[0]);
        var sums = Vector256<double>.Zero;
        var from = Vector256.Create(least);
        foreach (var four in fours)
        {
            sums += Vector256.ConvertToDouble((four - from).AsUInt64());
        }

        var sum = Vector256.Sum(sums);
        foreach (var value in rest)
        {
            sum += (ulong)(value - least);
        }

        return new(values.Length, least, greatest, sum);
    }

    private static (long Least, long Greatest) Ends(ReadOnlySpan<Vector256<long>> fours, ReadOnlySpan<long> rest, long any)
    {
        var (leasts, greatests) = (Vector256.Create(any), Vector256.Create(any));
        foreach (var four in fours)
        {
            leasts = Vector256.Min(leasts, four);
            greatests = Vector256.Max(greatests, four);
        }

        var twoLeasts = Vector128.Min(leasts.GetLower(), leasts.GetUpper());
        var twoGreatests = Vector128.Max(greatests.GetLower(), greatests.GetUpper());
        var least = Math.Min(twoLeasts[0], twoLeasts[1]);
        var greatest = Math.Max(twoGreatests[0], twoGreatests[1]);
        foreach (var value in rest)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return (least, greatest);
    }
}
