using System.Collections.Immutable;
using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// The readings that wait in a goal sender for the call in flight, in the order of arrival. The queue is not thread-safe.
/// </summary>
internal sealed class SendQueue
{
    private readonly Queue<(CallPart Part, StoredReading[] Readings)> _waiting = new();

    public void Add(StoredReading[] readings, ProducerEpoch from, Submission submission) =>
        _waiting.Enqueue((new CallPart(submission, from, readings.Length), readings));

    /// <summary>
    /// Takes readings from the front for one call: at most <paramref name="most"/>, unless the first entry alone has more, and never two
    /// epochs of one producer.
    /// </summary>
    /// <returns>The call; null when nothing waits.</returns>
    public QueuedCall? Take(int most)
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        var readings = new List<StoredReading>();
        var parts = new List<CallPart>();
        var streams = new List<ProducerEpoch>();
        while (_waiting.TryPeek(out var next) && (parts.Count == 0 || readings.Count + next.Readings.Length <= most))
        {
            if (!streams.Contains(next.Part.From))
            {
                if (streams.Exists(stream => stream.Producer == next.Part.From.Producer))
                {
                    break;
                }

                streams.Add(next.Part.From);
            }

            _waiting.Dequeue();
            parts.Add(next.Part);
            readings.AddRange(next.Readings);
        }

        return new QueuedCall(new SentReadings(readings.ToArray(), [.. streams]), parts);
    }

    /// <summary>Removes and returns everything of some streams.</summary>
    public List<CallPart> TakeAllOf(IReadOnlySet<ProducerEpoch> streams)
    {
        var lost = new List<CallPart>();
        for (var count = _waiting.Count; count > 0; count--)
        {
            var next = _waiting.Dequeue();
            if (streams.Contains(next.Part.From))
            {
                lost.Add(next.Part);
            }
            else
            {
                _waiting.Enqueue(next);
            }
        }

        return lost;
    }
}
