using BenchmarkDotNet.Attributes;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>Measures packing the readings of a commit, per reading. The values are random, so packing cannot make them small.</summary>
public class EncodeChunk
{
    private const int Readings = 65_536;
    private const int Producers = 8;
    private const long Before = 1_000;

    private readonly ChunkWriter _writer = new();
    private ChunkSection[] _sections = [];

    /// <summary>The number of readings of each goal in the commit.</summary>
    [Params(1, 8, 64)]
    public int OfGoal { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        var sequences = new long[Producers];
        _sections = new ChunkSection[Readings / OfGoal];
        for (var goal = 0; goal < _sections.Length; goal++)
        {
            _sections[goal] = new ChunkSection(goal + 1, Before, Draw(random, sequences));
        }
    }

    [Benchmark(OperationsPerInvoke = Readings)]
    public int Random() => _writer.Write(Before + 1, _sections).Length;

    private StoredReading[] Draw(Random random, long[] sequences)
    {
        var readings = new StoredReading[OfGoal];
        foreach (ref var reading in readings.AsSpan())
        {
            var producer = random.Next(Producers);
            sequences[producer] += random.Next(1_000);
            reading = new StoredReading(new Instant(random.Next(1_000)), random.NextDouble() * 10, producer + 1, sequences[producer]);
        }

        return readings;
    }
}
