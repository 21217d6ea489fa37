using System.Buffers;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together and wait for the next wave.</summary>
internal readonly struct WaveBatch
{
    /// <summary>Far more arrays are out at a time than the shared pools keep.</summary>
    private const int KeptArrays = 4096;

    private static readonly ArrayPool<StoredReading> Columns = ArrayPool<StoredReading>.Create(1 << 20, KeptArrays);
    private static readonly ArrayPool<int> Indexes = ArrayPool<int>.Create(1 << 20, KeptArrays);

    private readonly StoredReading[] _readings;
    private readonly int[] _lanes;

    public WaveBatch(ReadOnlySpan<RoutedReading> routed, ProducerEpoch from, Submission submission)
    {
        Count = routed.Length;
        From = from;
        Submission = submission;
        _readings = Columns.Rent(Count);
        _lanes = Indexes.Rent(Count);
        for (var i = 0; i < routed.Length; i++)
        {
            ref readonly var reading = ref routed[i];
            _readings[i] = new StoredReading(reading.Time, reading.Value, from.Producer, reading.Sequence);
            _lanes[i] = reading.Lane.Index;
        }
    }

    public int Count { get; }

    public ProducerEpoch From { get; }

    public Submission Submission { get; }

    public ReadOnlySpan<StoredReading> Readings => _readings.AsSpan(0, Count);

    /// <summary>The index of each reading's lane.</summary>
    public ReadOnlySpan<int> Lanes => _lanes.AsSpan(0, Count);

    /// <summary>The columns are not used any more.</summary>
    public void Free()
    {
        Columns.Return(_readings);
        Indexes.Return(_lanes);
    }
}
