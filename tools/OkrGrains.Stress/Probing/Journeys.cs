namespace OkrGrains.Stress.Probing;

/// <summary>The times at which readings arrived somewhere. An arrival is reported by the last sequence that has arrived.</summary>
internal sealed class Journeys
{
    private readonly Lock _gate = new();
    private readonly List<long> _timestamps = [];
    private readonly List<(long Through, TaskCompletionSource Done)> _waiting = [];

    /// <summary>The sequence up to which all readings have arrived.</summary>
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

    /// <summary>Reports that all readings up to a sequence have arrived by now.</summary>
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

    /// <summary>Ends when all readings up to a sequence have arrived.</summary>
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

    /// <summary>
    /// Returns the arrivals of the sequences from <paramref name="from"/> up to but not including <paramref name="to"/>. Readings that have
    /// not arrived are left out.
    /// </summary>
    public (long Sequence, long Timestamp)[] Between(long from, long to)
    {
        lock (_gate)
        {
            return [.. _timestamps.Skip((int)from - 1).Take((int)(to - from)).Select((timestamp, index) => (from + index, timestamp))];
        }
    }
}
