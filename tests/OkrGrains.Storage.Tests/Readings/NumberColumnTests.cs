using OkrGrains.Storage.Readings.Chunks;

namespace OkrGrains.Storage.Tests.Readings;

public sealed class NumberColumnTests
{
    [Fact]
    public void Any_numbers_come_back()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var buffer = new ChunkBuffer();
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
        Assert.Equal([a, b, c], ThereAndBack(new ChunkBuffer(), [a, b, c], leastWidth: 0));

    [Theory]
    [InlineData(1_000, 0, 3)]
    [InlineData(1_000, 1, 3 + 125)]
    public void Numbers_that_are_all_alike_take_the_least_width(int count, int leastWidth, int bytes)
    {
        var buffer = new ChunkBuffer();
        NumberColumn.Write(buffer, Enumerable.Repeat(5_000L, count).ToArray(), leastWidth);
        Assert.Equal(bytes, buffer.Length);
    }

    [Fact]
    public void A_far_number_does_not_make_the_others_long()
    {
        var buffer = new ChunkBuffer();
        long[] numbers = [.. Enumerable.Range(0, 100), 1L << 50];
        NumberColumn.Write(buffer, numbers);
        Assert.InRange(buffer.Length, 101, 100 + 64);
        Assert.Equal(numbers, ThereAndBack(buffer, numbers, leastWidth: 0));
    }

    private static long[] ThereAndBack(ChunkBuffer buffer, ReadOnlySpan<long> numbers, int leastWidth)
    {
        buffer.Clear();
        NumberColumn.Write(buffer, numbers, leastWidth);
        var cursor = new ChunkCursor(buffer.Written);
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
