using OkrGrains.Model.Time;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.Readings.Chunks;
using OkrGrains.Storage.Sqlite.Connections;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writing;

/// <summary>The transaction being written: one position and one acceptance instant for everything in it.</summary>
internal sealed class CommitScope(StoreConnection connection)
{
    /// <summary>From so many readings on it pays to pack the later half on another thread.</summary>
    internal const int ManyReadings = 32_768;

    private readonly ChunkWriter _chunks = new();
    private readonly ChunksAhead _ahead = new();
    private readonly SectionList _sections = new();

    public StoreConnection Connection { get; } = connection;

    public StateHeads States { get; } = new(connection);

    public ProducerEpochs Producers { get; } = new(connection);

    /// <summary>The counters as this commit leaves them.</summary>
    public StoreCounters Counters { get; private set; } = StoreCounters.OfEmptyStore;

    public long Position => Counters.Position;

    public Instant AcceptedAt => Counters.AcceptedAt;

    /// <summary>Whether there is anything to commit.</summary>
    public bool HasChanges { get; private set; }

    public int Readings { get; private set; }

    public void Begin(StoreCounters last, Instant now)
    {
        States.Begin();
        _sections.Clear();
        Readings = 0;
        HasChanges = false;
        var acceptedAt = Instant.Max(now, Instant.Max(last.AcceptedAt, last.ClockSeen ?? Instant.Earliest));
        Counters = last with { Position = last.Position + 1, AcceptedAt = acceptedAt };
    }

    /// <summary>The transaction was rolled back.</summary>
    public void Forget()
    {
        States.Forget();
        Producers.Forget();
    }

    /// <summary>Makes room between transactions.</summary>
    public void Trim()
    {
        States.Trim();
        Producers.Trim();
    }

    public void Changed() => HasChanges = true;

    public void Change(StoreCounters counters)
    {
        Counters = counters;
        HasChanges = true;
    }

    public void Add(long goal, long previous, ReadOnlyMemory<StoredReading> readings)
    {
        _sections.Add(new ChunkSection(goal, previous, readings));
        Readings += readings.Length;
        HasChanges = true;
    }

    /// <summary>Writes what all writes of the transaction share.</summary>
    public void Finish()
    {
        _sections.Sort();
        if (Readings < ManyReadings)
        {
            Insert(_sections.ByGoal);
        }
        else
        {
            InsertHalves(Half(_sections.ByGoal));
        }

        _sections.Clear();
        Connection.Counters.Update(Counters);
    }

    private void Insert(ReadOnlySpan<ChunkSection> rest)
    {
        while (!rest.IsEmpty)
        {
            var count = ChunkWriter.Fitting(rest);
            Insert(rest[0].Goal, _chunks.Write(Position, rest[..count]));
            rest = rest[count..];
        }
    }

    private void InsertHalves(int half)
    {
        _ahead.Start(Position, _sections, half);
        try
        {
            Insert(_sections.ByGoal[..half]);
        }
        finally
        {
            // Even when the disk is full: what it reads is cleared next.
            _ahead.Wait();
        }

        _ahead.Take(Insert);
    }

    private void Insert(long firstGoal, ReadOnlySpan<byte> body) => Connection.Chunks.Insert(Position, firstGoal, AcceptedAt, body);

    /// <summary>The section at which the later half of the readings begins.</summary>
    private int Half(ReadOnlySpan<ChunkSection> sections)
    {
        var (count, readings) = (0, 0);
        while (readings < Readings / 2)
        {
            readings += sections[count++].Readings.Length;
        }

        return count;
    }
}
