using System.Collections.Immutable;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>
/// A cache of the newest epochs of the producers that wrote lately. It includes changes of the open transaction, so it must be cleared when
/// that is rolled back.
/// </summary>
internal sealed class ProducerEpochs(StoreConnection connection)
{
    /// <summary>The size at which the cache is cleared; an entry takes about 50 bytes.</summary>
    private const int Most = 1_000_000;

    private readonly Dictionary<long, long> _newest = [];

    /// <exception cref="EpochRefusedException">A stream has an older epoch than its producer's newest.</exception>
    public void Check(ImmutableArray<ProducerEpoch> streams)
    {
        ImmutableArray<ProducerEpoch> refused = [];
        foreach (var stream in streams)
        {
            var newest = new ProducerEpoch(stream.Producer, NewestOf(stream.Producer));
            if (stream.Epoch > newest.Epoch)
            {
                throw new ArgumentException($"Epoch {stream.Epoch} of producer {stream.Producer} was never opened.");
            }

            if (stream.Epoch < newest.Epoch && !refused.Contains(newest))
            {
                refused = refused.Add(newest);
            }
        }

        if (!refused.IsEmpty)
        {
            throw new EpochRefusedException(refused);
        }
    }

    public void Opened(ProducerRow producer) => _newest[producer.Number] = producer.Epoch;

    public void Forget() => _newest.Clear();

    /// <summary>Clears the cache if it has grown too large. Called between transactions.</summary>
    public void Trim()
    {
        if (_newest.Count > Most)
        {
            _newest.Clear();
        }
    }

    private long NewestOf(long producer)
    {
        if (!_newest.TryGetValue(producer, out var epoch))
        {
            epoch = connection.Producers.Read(producer)?.Row.Epoch ?? 0;
            _newest.Add(producer, epoch);
        }

        return epoch;
    }
}
