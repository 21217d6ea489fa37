using BenchmarkDotNet.Attributes;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.Readings.Chunks;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>The readings of a commit, packed; per reading. Values are random, which no packing makes small.</summary>
public class EncodeChunk
{
    private const int Readings = 65_536;
    private const long Before = 1_000;

    private readonly ChunkWriter _writer = new();
    private ChunkSection[] _sections = [];

    /// <summary>Readings of each goal in the commit.</summary>
    [Params(1, 8)]
    public int OfGoal { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        var sequence = 0L;
        _sections = [.. Enumerable.Range(1, Readings / OfGoal).Select(goal => new ChunkSection(goal, Before, Enumerable.Range(0, OfGoal).Select(_ =>
            new StoredReading(new Instant(random.Next(1_000)), random.NextDouble() * 10, Producer: 1, Sequence: ++sequence)).ToArray()))];
    }

    [Benchmark(OperationsPerInvoke = Readings)]
    public int Random() => _writer.Write(Before + 1, _sections).Length;
}
