using OkrGrains.Crash.Producing;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Crash.Checking;

/// <summary>The readings of one producer as they are found in a store.</summary>
internal sealed class StoredProducer(ICrashProducer producer)
{
    private readonly HashSet<long> _found = [];

    public ICrashProducer Of => producer;

    public GoalReading Take(GoalName goal, StoredReading stored)
    {
        var sent = producer.Readings.Of(stored.Sequence);
        if (stored.Sequence > producer.Sent || sent.Goal != goal || sent.Time != stored.Time
            || stored.Value.CompareTo(producer.Readings.ValueOf(stored.Sequence)) != 0)
        {
            throw new CrashFailure($"{producer.Id} has sent {sent} as its reading {stored.Sequence} of {producer.Sent}, and {goal} holds {stored}");
        }

        return _found.Add(stored.Sequence) ? sent : throw new CrashFailure($"reading {stored.Sequence} of {producer.Id} is stored twice");
    }

    public void CheckAcknowledged()
    {
        for (var sequence = 1L; sequence <= producer.Acknowledged; sequence++)
        {
            if (!_found.Contains(sequence))
            {
                throw new CrashFailure(
                    $"reading {sequence} of {producer.Id} was acknowledged, with all up to {producer.Acknowledged}, and is not stored");
            }
        }
    }
}
