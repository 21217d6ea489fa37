using OkrGrains.Storage.Chunks;

namespace OkrGrains.Storage.Tests.Chunks;

public sealed class NumberColumnTests
{
    [Fact]
    public void Any_numbers_come_back()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var buffer = new PackedBuffer();
        for (var round = 0; round < 5_000; round++)
        {
            var width = random.Next(1, 65);
            var from = random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-100, 100);
            var numbers = new long[random.Next(1, 70)];
            foreach (ref var number in numbers.AsSpan())
            {
                var bits = random.Next(50) == 0 ? 64 : width;
                number = from + (random.NextInt64(long.MinValue, long.MaxValue) >>> (64 - bits));
            }

            Assert.True(numbers.AsSpan().SequenceEqual(ThereAndBack(buffer, numbers, random.Next(2))), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 0)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue, long.MinValue)]
    [InlineData(0, (1L << 56) - 1, 1)]
    [InlineData(0, 1L << 56, 1)]
    public void Extremes_come_back(long a, long b, long c) =>
        Assert.Equal([a, b, c], ThereAndBack(new PackedBuffer(), [a, b, c], leastWidth: 0));

    [Theory]
    [InlineData(1_000, 0, 3)]
    [InlineData(1_000, 1, 3 + 125)]
    public void Numbers_that_are_all_alike_take_the_least_width(int count, int leastWidth, int bytes)
    {
        var buffer = new PackedBuffer();
        NumberColumn.Write(buffer, Enumerable.Repeat(5_000L, count).ToArray(), leastWidth);
        Assert.Equal(bytes, buffer.Length);
    }

    [Fact]
    public void A_far_number_does_not_make_the_others_long()
    {
        var buffer = new PackedBuffer();
        long[] numbers = [.. Enumerable.Range(0, 100), 1L << 50];
        NumberColumn.Write(buffer, numbers);
        Assert.InRange(buffer.Length, 101, 100 + 64);
        Assert.Equal(numbers, ThereAndBack(buffer, numbers, leastWidth: 0));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, -1)]
    [InlineData(long.MinValue, 1)]
    [InlineData(-5_000_000, 1)]
    public void Numbers_that_thin_out_from_an_end_take_little_more_than_they_say(long end, int direction)
    {
        const int Mean = 100_000;
        const double Entropy = 18.05;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var buffer = new PackedBuffer();
        long[] numbers = [.. Enumerable.Range(0, 2_000).Select(_ => end + (direction * (long)(-Mean * Math.Log(1 - random.NextDouble()))))];
        Assert.Equal(numbers, ThereAndBack(buffer, numbers, leastWidth: 0));
        Assert.True(buffer.Length * 8 < 2_000 * (Entropy + 0.5), $"seed {seed}: {buffer.Length * 8 / 2_000.0} bits");
    }

    [Fact]
    public void Numbers_that_thin_out_come_back_however_few_and_wide_they_are()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var buffer = new PackedBuffer();
        for (var round = 0; round < 5_000; round++)
        {
            var mean = Math.Pow(2, random.NextDouble() * 62);
            var (end, direction) = (random.NextInt64(long.MinValue, long.MaxValue), (random.Next(2) * 2) - 1);
            var numbers = new long[random.Next(1, 300)];
            foreach (ref var number in numbers.AsSpan())
            {
                number = unchecked(end + (direction * (long)(-mean * Math.Log(1 - random.NextDouble()))));
            }

            Assert.True(numbers.AsSpan().SequenceEqual(ThereAndBack(buffer, numbers, random.Next(2))), $"seed {seed}, round {round}");
        }
    }

    private static long[] ThereAndBack(PackedBuffer buffer, ReadOnlySpan<long> numbers, int leastWidth)
    {
        buffer.Clear();
        NumberColumn.Write(buffer, numbers, leastWidth);
        var cursor = new PackedCursor(buffer.Written);
        var column = NumberColumn.Read(ref cursor, numbers.Length);
        var read = new long[numbers.Length];
        foreach (ref var number in read.AsSpan())
        {
            number = column.Next();
        }

        Assert.Equal(0, cursor.Left);
        return read;
    }
}
