using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// The readings that wait in a goal sender for the call in flight, in the order of arrival. The queue is not thread-safe.
/// </summary>
/// <remarks>
/// It holds copies of 36 bytes a reading: a slice that is left in the arrays of its ingest batch would keep tens of megabytes in memory for
/// as long as its goal does not answer. The number of readings that may wait is bounded where they are received.
/// </remarks>
internal sealed class SendQueue
{
    private readonly Queue<GoalSlice> _waiting = new();

    /// <summary>Adds a copy of a slice.</summary>
    public void Add(in GoalSlice slice) => _waiting.Enqueue(slice.Copy());

    /// <summary>
    /// Takes slices from the front for one call: at most <paramref name="most"/> readings, unless the first slice alone has more, and never
    /// two epochs of one producer.
    /// </summary>
    /// <returns>The call; null when nothing waits.</returns>
    public GoalCall? Take(int most)
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        var slices = new List<GoalSlice>();
        var epochs = new Dictionary<long, long>();
        var readings = 0;
        while (_waiting.TryPeek(out var next)
            && (slices.Count == 0 || readings + next.Count <= most)
            && next.Streams.All(stream => epochs.GetValueOrDefault(stream.Producer, stream.Epoch) == stream.Epoch))
        {
            slices.Add(_waiting.Dequeue());
            readings += next.Count;
            foreach (var stream in next.Streams)
            {
                epochs[stream.Producer] = stream.Epoch;
            }
        }

        return new GoalCall([.. slices]);
    }

    /// <summary>Removes and returns everything of some streams.</summary>
    public List<GoalSlice> TakeAllOf(IReadOnlySet<ProducerEpoch> streams)
    {
        var taken = new List<GoalSlice>();
        for (var count = _waiting.Count; count > 0; count--)
        {
            var next = _waiting.Dequeue();
            if (next.Where(streams.Contains) is { Count: > 0 } some)
            {
                taken.Add(some);
                next = next.Where(stream => !streams.Contains(stream));
            }

            if (next.Count > 0)
            {
                _waiting.Enqueue(next);
            }
        }

        return taken;
    }
}
