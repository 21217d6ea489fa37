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
    /// <summary>Null until something waits: there is a queue for each goal, and few are ever needed.</summary>
    private Queue<GoalSlice>? _waiting;

    /// <summary>Adds a copy of a slice.</summary>
    public void Add(in GoalSlice slice) => (_waiting ??= new()).Enqueue(slice.Copy());

    /// <summary>
    /// Takes slices from the front for one call: at most <paramref name="most"/> readings, unless the first slice alone has more, and never
    /// two epochs of one producer.
    /// </summary>
    /// <returns>The call; null when nothing waits.</returns>
    public GoalCall? Take(int most)
    {
        if (_waiting is not { Count: > 0 } waiting)
        {
            return null;
        }

        var slices = new List<GoalSlice>();
        var epochs = new Dictionary<long, long>();
        var readings = 0;
        while (waiting.TryPeek(out var next)
            && (slices.Count == 0 || readings + next.Count <= most)
            && next.Streams.All(stream => epochs.GetValueOrDefault(stream.Producer, stream.Epoch) == stream.Epoch))
        {
            slices.Add(waiting.Dequeue());
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
        if (_waiting is not { } waiting)
        {
            return taken;
        }

        for (var count = waiting.Count; count > 0; count--)
        {
            var next = waiting.Dequeue();
            if (next.Where(streams.Contains) is { Count: > 0 } some)
            {
                taken.Add(some);
                next = next.Where(stream => !streams.Contains(stream));
            }

            if (next.Count > 0)
            {
                waiting.Enqueue(next);
            }
        }

        return taken;
    }
}
