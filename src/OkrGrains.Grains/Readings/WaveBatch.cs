using System.Buffers;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together and wait for the next wave.</summary>
internal readonly struct WaveBatch
{
    private readonly StoredReading[] _readings;
    private readonly int[] _lanes;

    public WaveBatch(ReadOnlySpan<RoutedReading> routed, ProducerEpoch from, Submission submission)
    {
        Count = routed.Length;
        From = from;
        Submission = submission;
        _readings = ArrayPool<StoredReading>.Shared.Rent(Count);
        _lanes = ArrayPool<int>.Shared.Rent(Count);
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
        ArrayPool<StoredReading>.Shared.Return(_readings);
        ArrayPool<int>.Shared.Return(_lanes);
    }
}
