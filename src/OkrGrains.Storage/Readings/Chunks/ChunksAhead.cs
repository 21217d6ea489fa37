using OkrGrains.Storage.Packing;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>Chunks of a large commit that are packed on a thread of their own, while the writer's packs and inserts those before them.</summary>
internal sealed class ChunksAhead
{
    private readonly ChunkWriter _chunks = new();
    private readonly PackedBuffer _bodies = new();
    private readonly List<(long FirstGoal, int End)> _packed = [];
    private Task _packing = Task.CompletedTask;

    /// <summary>A chunk's first goal and its bytes.</summary>
    public delegate void Taker(long firstGoal, ReadOnlySpan<byte> body);

    /// <summary>Packs the sections from one on; they are not changed before <see cref="Wait"/>.</summary>
    public void Start(long position, SectionList sections, int from) =>
        _packing = Task.Factory.StartNew(
            () => Pack(position, sections.ByGoal[from..]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Ends when all are packed, or with what went wrong.</summary>
    public void Wait() => _packing.GetAwaiter().GetResult();

    /// <summary>Gives the packed chunks, in their order.</summary>
    public void Take(Taker taker)
    {
        var start = 0;
        foreach (var (firstGoal, end) in _packed)
        {
            taker(firstGoal, _bodies.Written[start..end]);
            start = end;
        }
    }

    private void Pack(long position, ReadOnlySpan<ChunkSection> rest)
    {
        _bodies.Clear();
        _packed.Clear();
        while (!rest.IsEmpty)
        {
            var count = ChunkWriter.Fitting(rest);
            _bodies.Write(_chunks.Write(position, rest[..count]));
            _packed.Add((rest[0].Goal, _bodies.Length));
            rest = rest[count..];
        }
    }
}
