namespace OkrGrains.Stress.Probing;

/// <summary>When readings arrived somewhere, told by the last of those that have.</summary>
internal sealed class Journeys
{
    private readonly Lock _gate = new();
    private readonly List<long> _timestamps = [];
    private readonly List<(long Through, TaskCompletionSource Done)> _waiting = [];

    /// <summary>All up to this sequence have arrived.</summary>
    public long Through
    {
        get
        {
            lock (_gate)
            {
                return _timestamps.Count;
            }
        }
    }

    /// <summary>All up to a sequence have arrived by now.</summary>
    public void Arrived(long through)
    {
        var now = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            while (_timestamps.Count < through)
            {
                _timestamps.Add(now);
            }

            _waiting.RemoveAll(waiting => waiting.Through <= through && waiting.Done.TrySetResult());
        }
    }

    /// <summary>Ends when all up to a sequence have arrived.</summary>
    public Task ThroughAsync(long through)
    {
        lock (_gate)
        {
            if (_timestamps.Count >= through)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((through, done));
            return done.Task;
        }
    }

    /// <summary>The arrivals of the sequences from one up to, and without, another; those that have not arrived are left out.</summary>
    public (long Sequence, long Timestamp)[] Between(long from, long to)
    {
        lock (_gate)
        {
            return [.. _timestamps.Skip((int)from - 1).Take((int)(to - from)).Select((timestamp, index) => (from + index, timestamp))];
        }
    }
}
