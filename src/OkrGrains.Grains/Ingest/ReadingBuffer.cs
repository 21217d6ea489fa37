using System.Buffers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>Holds readings of a stream, as they will be stored, until an ingest batch takes them.</summary>
/// <remarks>
/// Fill it and submit it; it must not be used after that. A buffer that is never submitted is disposed of, or left to the collector: then
/// the pool makes new arrays in place of its own.
/// </remarks>
public sealed class ReadingBuffer : IDisposable
{
    /// <summary>The most arrays of one size that a pool keeps. Far more of them are in use at a time than the shared pools keep.</summary>
    private const int KeptArrays = 4096;

    private static readonly ArrayPool<StoredReading> Columns = ArrayPool<StoredReading>.Create(1 << 20, KeptArrays);
    private static readonly ArrayPool<int> Indexes = ArrayPool<int>.Create(1 << 20, KeptArrays);

    private readonly uint _knownSenders;
    private readonly long _producer;
    private StoredReading[] _readings;
    private int[] _senders;

    internal ReadingBuffer(int knownSenders, long producer, int most)
    {
        _knownSenders = (uint)knownSenders;
        _producer = producer;
        _readings = Columns.Rent(most);
        _senders = Indexes.Rent(most);
    }

    /// <summary>The number of readings in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>The index of each reading's goal sender.</summary>
    public ReadOnlySpan<int> Senders => _senders.AsSpan(0, Count);

    internal ReadOnlySpan<StoredReading> Readings => _readings.AsSpan(0, Count);

    /// <summary>Adds a reading.</summary>
    /// <param name="sender">The <see cref="GoalSender.Index"/> of the sender to its goal.</param>
    /// <param name="time">The event time.</param>
    /// <param name="value">The value, finite, |v| ≤ 1e15.</param>
    /// <param name="sequence">The sequence in its producer, greater than all before.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sender with this index.</exception>
    /// <exception cref="IndexOutOfRangeException">The buffer was not made for so many readings.</exception>
    public void Add(int sender, Instant time, double value, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sender, _knownSenders, nameof(sender));
        _senders[Count] = sender;
        _readings[Count] = new StoredReading(time, value, _producer, sequence);
        Count++;
    }

    /// <summary>Returns the arrays to their pools. The readings must not be used any more.</summary>
    public void Dispose()
    {
        if (_senders.Length == 0)
        {
            return;
        }

        Count = 0;
        Columns.Return(_readings);
        Indexes.Return(_senders);
        (_readings, _senders) = ([], []);
    }
}

/// <summary>A reading whose goal has been found.</summary>
/// <param name="Sender">
/// The sender to the goal, which belongs to the gateway and workspace that the reading is submitted to; see <see cref="IngestGateway.SenderTo"/>.
/// </param>
/// <param name="Time">The event time.</param>
/// <param name="Value">The value, finite, |v| ≤ 1e15.</param>
/// <param name="Sequence">The sequence in its producer, greater than all that were submitted before.</param>
public readonly record struct RoutedReading(GoalSender Sender, Instant Time, double Value, long Sequence);
