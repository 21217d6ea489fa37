using OkrGrains.Model.Time;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.Readings.Chunks;

namespace OkrGrains.Storage.Tests.Readings;

public sealed class ChunkTests
{
    private static readonly double[] Delays = [-3, 0, 17, 2];

    [Fact]
    public void Random_sections_come_back_bit_for_bit()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var writer = new ChunkWriter();
        for (var round = 0; round < 200; round++)
        {
            var position = random.NextInt64(1, 1L << 40);
            var sections = Sections(random, position);
            var chunk = writer.Write(position, sections).ToArray();
            foreach (var section in sections)
            {
                var reader = new ChunkReader(chunk);
                Assert.True(section.Previous == reader.FindPrevious(section.Goal, position), $"seed {seed}");
                AssertSame(section.Readings.ToArray(), reader.Find(section.Goal, position)!, seed);
            }

            Assert.Null(new ChunkReader(chunk).Find(sections[^1].Goal + 1, position));
            Assert.Null(new ChunkReader(chunk).FindPrevious(sections[0].Goal - 1, position));
        }
    }

    [Fact]
    public void Extremes_come_back_bit_for_bit()
    {
        StoredReading[] readings =
        [
            new(Instant.Latest, -0.0, long.MaxValue, long.MaxValue),
            new(Instant.Earliest, 1e15, 1, 1),
            new(new Instant(0), -1e15, long.MaxValue, 0),
            new(new Instant(-1), double.Epsilon, 0, long.MaxValue),
            new(new Instant(1), 0.1 + 0.2, 1, 2),
        ];
        var chunk = new ChunkWriter().Write(long.MaxValue, [new ChunkSection(long.MaxValue, 0, readings)]);
        AssertSame(readings, new ChunkReader(chunk).Find(long.MaxValue, long.MaxValue)!, 0);
    }

    [Fact]
    public void Whole_and_decimal_values_take_a_few_bytes()
    {
        var whole = Delays.Select((value, i) => Samples.Reading(i, value)).ToArray();
        var cents = Delays.Select((value, i) => Samples.Reading(i, value / 100)).ToArray();
        var odd = Delays.Select((value, i) => Samples.Reading(i, value / 3)).ToArray();
        Assert.Equal(Packed(whole), Packed(cents));
        Assert.Equal(Packed(whole) + (4 * 7), Packed(odd));
    }

    [Fact]
    public void Any_cut_or_changed_byte_is_refused_or_decoded_without_harm()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var chunk = new ChunkWriter().Write(9, Sections(random, 9)).ToArray();
        for (var i = 0; i < chunk.Length; i++)
        {
            var changed = chunk.ToArray();
            changed[i] ^= (byte)random.Next(1, 256);
            Decode(changed);
            Decode(chunk.AsSpan(0, i));
        }
    }

    /// <summary>The checksum is what notices; decoding must only not run away.</summary>
    private static void Decode(ReadOnlySpan<byte> chunk)
    {
        try
        {
            new ChunkReader(chunk).Find(5, 9);
        }
        catch (Exception refused) when (refused is StoreDamagedException or OverflowException)
        {
        }
    }

    private static int Packed(StoredReading[] readings) => new ChunkWriter().Write(1, [new ChunkSection(1, 0, readings)]).Length;

    private static ChunkSection[] Sections(Random random, long position)
    {
        var goal = 0L;
        var sections = new ChunkSection[random.Next(1, 40)];
        for (var i = 0; i < sections.Length; i++)
        {
            goal += 1 + random.NextInt64(1L << random.Next(0, 40));
            var readings = new StoredReading[random.Next(1, 20)];
            var decimals = Math.Pow(10, random.Next(0, 4));
            for (var j = 0; j < readings.Length; j++)
            {
                var value = random.Next(2) == 0 ? random.Next(-500, 500) / decimals : random.NextDouble();
                readings[j] = new StoredReading(
                    new Instant(random.NextInt64(-1L << 40, 1L << 40)), value, random.Next(1, 4), random.NextInt64(1L << random.Next(1, 60)));
            }

            sections[i] = new ChunkSection(goal, random.NextInt64(0, position), readings);
        }

        return sections;
    }

    private static void AssertSame(StoredReading[] expected, StoredReading[] actual, int seed)
    {
        Assert.True(expected.Length == actual.Length, $"seed {seed}");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i] == actual[i], $"seed {seed}: {expected[i]} became {actual[i]}");
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected[i].Value), BitConverter.DoubleToInt64Bits(actual[i].Value));
        }
    }
}
