using System.Globalization;
using System.Numerics;
using OkrGrains.Model.Goals;

namespace OkrGrains.Model.Tests.Goals;

/// <summary>Tests of sums over paths against whole numbers of any size.</summary>
public sealed class PathSumTests
{
    [Fact]
    public void A_sum_of_any_size_orders_and_prints_as_the_whole_number_that_it_is()
    {
        const int Seed = 20261129;
        var random = new Random(Seed);
        (PathSum Sum, BigInteger Value)[] sums = [.. Enumerable.Range(0, 400).Select(_ => Draw(random))];
        foreach (var (a, b) in sums.Zip(sums.Reverse()))
        {
            Assert.Equal(a.Value.ToString(CultureInfo.InvariantCulture), a.Sum.ToString());
            Assert.Equal(a.Value.CompareTo(b.Value), a.Sum.CompareTo(b.Sum));
            Assert.Equal(a.Value == b.Value, a.Sum == b.Sum);
            Assert.Equal((a.Value + b.Value).ToString(CultureInfo.InvariantCulture), a.Sum.Add(b.Sum).ToString());
        }
    }

    [Fact]
    public void A_term_takes_the_place_of_another_and_one_sum_has_one_form()
    {
        PathSum small = 7, most = long.MaxValue;
        var large = most.Add(most).Add(1);
        Assert.Equal(BigInteger.Pow(2, 64) - 1, BigInteger.Parse(large.ToString(), CultureInfo.InvariantCulture));
        Assert.Equal(most, large.Replace(most.Add(1), default));
        Assert.Equal(small, small.Add(large).Replace(large, default));
        Assert.Equal(small.GetHashCode(), small.Add(large).Replace(large, default).GetHashCode());
        Assert.Equal(large, small.Add(most).Replace(small, most.Add(1)));
        Assert.Equal(large.GetHashCode(), small.Add(most).Replace(small, most.Add(1)).GetHashCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => new PathSum(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => large.Replace(large, default).Replace(large, default));
    }

    /// <summary>Draws a sum of up to some 300 bits, often near 63 bits, where the form changes.</summary>
    private static (PathSum Sum, BigInteger Value) Draw(Random random)
    {
        var (sum, value) = (new PathSum(0), BigInteger.Zero);
        for (var doublings = random.Next(2) == 0 ? random.Next(3) : random.Next(240); doublings >= 0; doublings--)
        {
            var term = random.Next(3) == 0 ? long.MaxValue - random.Next(2) : random.NextInt64();
            (sum, value) = (sum.Add(sum).Add(term), value + value + term);
        }

        return (sum, value);
    }
}
