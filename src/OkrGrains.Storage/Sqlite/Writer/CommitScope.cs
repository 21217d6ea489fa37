using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.States;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>The transaction that is being written, with one position and one acceptance instant for everything in it.</summary>
internal sealed class CommitScope(StoreConnection connection, StateLog log, RecentStates recent)
{
    /// <summary>
    /// The number of readings that a chunk should hold at least. A commit's readings are divided into chunks of similar size: each has
    /// fewer than twice as many, plus those of one goal, and only the last may have fewer. The history of one goal is read by whole rows,
    /// and this keeps a row at some tens of kilobytes.
    /// </summary>
    private const int ReadingsPerChunk = 2048;

    private readonly ChunkWriter _chunks = new();
    private readonly SectionList _sections = new();

    public StoreConnection Connection { get; } = connection;

    public StateHeads States { get; } = new(connection, log);

    public StateLog StateLog => log;

    public ProducerEpochs Producers { get; } = new(connection);

    /// <summary>The counters as this commit leaves them.</summary>
    public StoreCounters Counters { get; private set; } = StoreCounters.OfEmptyStore;

    public long Position => Counters.Position;

    public Instant AcceptedAt => Counters.AcceptedAt;

    /// <summary>True if there is anything to commit.</summary>
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
        log.Begin(Position);
    }

    /// <summary>Forgets what was cached and logged, because the transaction was rolled back.</summary>
    public void Forget()
    {
        log.RolledBack();
        States.Forget();
        Producers.Forget();
    }

    /// <summary>Puts all logged states into their rows, in a transaction that writes nothing else.</summary>
    public void Fold(StoreCounters last)
    {
        log.Begin(last.Position + 1);
        log.FoldAll();
    }

    /// <summary>Drops caches that have grown too large. Called between transactions.</summary>
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

    /// <summary>Writes the rows that all writes of the transaction share: the chunks and the counters.</summary>
    public void Finish()
    {
        var rest = _sections.ByGoal();
        var chunks = Math.Max(1, Readings / ReadingsPerChunk);
        var evenly = (Readings / chunks) + 1;
        while (!rest.IsEmpty)
        {
            var count = ChunkLength(rest, evenly);
            var body = _chunks.Write(Position, rest[..count]);
            Connection.Chunks.Insert(Position, rest[0].Goal, AcceptedAt, body);
            rest = rest[count..];
        }

        _sections.Clear();
        log.Finish();
        Connection.Counters.Update(Counters);
        recent.Add(Position, States.Written);
    }

    private static int ChunkLength(ReadOnlySpan<ChunkSection> sections, int least)
    {
        var readings = 0;
        var count = 0;
        while (count < sections.Length && readings < least)
        {
            readings += sections[count++].Readings.Length;
        }

        return count;
    }
}
