using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OkrGrains.Storage.Chunks;

/// <summary>The range of a column's numbers, and how they are distributed over it.</summary>
/// <param name="Count">The number of numbers, one or more.</param>
/// <param name="Least">The least number.</param>
/// <param name="Greatest">The greatest number.</param>
/// <param name="Sum">The approximate sum of the distances of all numbers from the least.</param>
internal readonly record struct NumberBounds(int Count, long Least, long Greatest, double Sum)
{
    /// <summary>The distance of the greatest number from the least.</summary>
    public ulong Range => (ulong)(Greatest - Least);

    /// <summary>The number of bits that hold the range.</summary>
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
