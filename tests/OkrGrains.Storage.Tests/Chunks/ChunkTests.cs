using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Chunks;

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
    public void Series_of_every_shape_come_back_bit_for_bit()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var writer = new ChunkWriter();
        for (var round = 0; round < 2_000; round++)
        {
            var readings = Series(random, random.Next(1, 300));
            var chunk = writer.Write(8, [new ChunkSection(3, 7, readings)]);
            AssertSame(readings, new ChunkReader(chunk).Find(3, 8)!, seed);
        }
    }

    [Fact]
    public void A_regular_series_of_one_producer_takes_little_but_its_values()
    {
        var random = new Random(1);
        var cents = Enumerable.Range(0, 1_000)
            .Select(i => new StoredReading(new Instant(i * 1_000L), random.Next(10_000) / 100.0, 7, 500 + i)).ToArray();
        Assert.InRange(Packed(cents), 1_000 * 14 / 8, (1_000 * 14 / 8) + 40);
    }

    [Fact]
    public void Random_doubles_of_many_producers_take_under_eleven_bytes()
    {
        var random = new Random(1);
        var sequences = new long[8];
        var sections = Enumerable.Range(1, 100)
            .Select(goal => new ChunkSection(goal, 900, Enumerable.Range(0, 20).Select(i => Spread(random, sequences, i)).ToArray()))
            .ToArray();
        Assert.InRange(new ChunkWriter().Write(1_000, sections).Length, 1, 11 * 2_000);
    }

    [Fact]
    public void Producers_that_keep_pace_share_the_steps_of_their_sequences()
    {
        const int OfValueAndProducer = 1 + 3;
        const int Heads = 100;
        var random = new Random(1);
        StoredReading[] paced =
        [
            .. Enumerable.Range(0, 1_000)
                .Select(i => (Producer: i < 8 ? i : random.Next(8), StatusRules: i < 8 ? 0 : (i * 4_096) + random.Next(4_096)))
                .Select(one => new StoredReading(new Instant(0), 1, one.Producer, (1_000_000_000L * one.Producer) + one.StatusRules)),
        ];
        StoredReading[] apart = [.. paced.Select(one => one with { Sequence = one.Sequence * (1 + (100 * one.Producer)) })];
        Assert.InRange(Packed(paced), 1_000 * (OfValueAndProducer + 12) / 8, (1_000 * (OfValueAndProducer + 14) / 8) + Heads);
        Assert.InRange(Packed(apart), 1_000 * (OfValueAndProducer + 19) / 8, 1_000 * (OfValueAndProducer + 26) / 8);
    }

    /// <summary>Reads a chunk that was written by a program that knew neither split columns nor producers that keep pace.</summary>
    [Fact]
    public void A_chunk_of_the_layout_before_is_read()
    {
        var chunk = Convert.FromHexString(
            "02020E50100000030602010000020081033861630104E807000DAB02900100587F41400000000000000220CE3A00441EF21B3F32333333333323A000000000000004"
            + "2001000A0007025900020C0900020002007F0B0002040680897A0A0C0E100002000FC80100002C01C201C201774119E1C440830500");
        StoredReading[] few =
        [
            new(new Instant(1_000), 2.5, 7, 40), new(new Instant(1_250), 1e300, 8, 90), new(new Instant(1_100), -0.1, 7, 41),
            new(new Instant(9_100), 3, 8, 99),
        ];
        StoredReading[] regular =
        [
            .. Enumerable.Range(0, 9).Select(i => new StoredReading(new Instant(60_000 * i), i == 4 ? 1_000_000 : i, 8, i * i * i * 100)),
        ];
        AssertSame(few, new ChunkReader(chunk).Find(3, 12)!, seed: 0);
        AssertSame(regular, new ChunkReader(chunk).Find(5, 12)!, seed: 0);
        Assert.Equal(7, new ChunkReader(chunk).FindPrevious(900, 12));
    }

    [Fact]
    public void Whole_and_decimal_values_take_a_few_bytes()
    {
        var whole = Delays.Select((value, i) => Samples.Reading(i, value)).ToArray();
        var cents = Delays.Select((value, i) => Samples.Reading(i, value / 100)).ToArray();
        var odd = Delays.Select((value, i) => Samples.Reading(i, value / 3)).ToArray();
        Assert.Equal(Packed(whole), Packed(cents));
        Assert.Equal(Packed(whole) + 26, Packed(odd));
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

    /// <summary>
    /// Decodes a damaged chunk, which may give anything: the checksum notices the damage, and decoding must only do no harm.
    /// </summary>
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

    /// <summary>Returns the next reading of one of a thousand series that eight producers send at the same pace.</summary>
    private static StoredReading Spread(Random random, long[] sequences, int i)
    {
        var producer = random.Next(sequences.Length);
        sequences[producer] += random.Next(2_000);
        return new StoredReading(new Instant(1_760_000_000_000 + (i * 3) + random.Next(10)), random.NextDouble() * 100, producer, sequences[producer]);
    }

    private static StoredReading[] Series(Random random, int count)
    {
        var (step, jitter) = (random.NextInt64(-1, 1L << random.Next(1, 30)) * Of(random, 1, 1_000, 60_000), random.Next(3));
        var (producers, gap, shape) = (1 + random.Next(Of(random, 1, 4, 400)), 1 + random.Next(Of(random, 1, 100_000)), random.Next(9));
        var time = random.NextInt64(-1L << 45, 1L << 45);
        var sequences = new long[producers];
        var readings = new StoredReading[count];
        for (var i = 0; i < count; i++)
        {
            var producer = random.Next(producers);
            time += step + random.Next(-jitter, jitter + 1) + (random.Next(100) == 0 ? random.NextInt64(-1L << 40, 1L << 40) : 0);
            sequences[producer] += 1 + random.Next(gap);
            readings[i] = new StoredReading(new Instant(time), Value(random, shape, i), producer * 257L, sequences[producer]);
        }

        return readings;
    }

    private static int Of(Random random, params ReadOnlySpan<int> choices) => choices[random.Next(choices.Length)];

    private static double Value(Random random, int shape, int i) => shape switch
    {
        0 => 42,
        1 => i,
        2 => random.Next(-1_000, 1_000),
        3 => random.Next(100_000) / 100.0,
        4 => random.NextSingle(),
        5 => random.NextDouble() - 0.5,
        6 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 15)),
        7 => random.Next(2) == 0 ? -0.0 : 0.0,
        _ => (1L << 53) - random.Next(3),
    };

    private static ChunkSection[] Sections(Random random, long position)
    {
        var goal = 0L;
        var sections = new ChunkSection[random.Next(1, 40)];
        for (var i = 0; i < sections.Length; i++)
        {
            goal += 1 + random.NextInt64(1L << random.Next(0, 40));
            var readings = new StoredReading[random.Next(random.Next(4) == 0 ? 0 : 1, random.Next(20) == 0 ? 400 : 20)];
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
