namespace OkrGrains.Grains.Readings;

/// <summary>
/// What the batches of a wave have got back from its calls. A batch is told once, when none of its readings is in a call of the wave any
/// more: nearly each reading of a batch goes by another call, so that telling it of each would cost more than the rest of the way back.
/// </summary>
internal sealed class WaveReturns
{
    private readonly Lock _lock = new();
    private readonly Submission[] _submissions;
    private readonly Returned[] _batches;

    public WaveReturns(ReadOnlySpan<WaveBatch> batches)
    {
        _submissions = new Submission[batches.Length];
        _batches = new Returned[batches.Length];
        for (var i = 0; i < batches.Length; i++)
        {
            _submissions[i] = batches[i].Submission;
            _batches[i].Away = batches[i].Count;
        }
    }

    /// <summary>A call is over and its readings are durable; that they are applied has been said.</summary>
    /// <param name="batchOf">The batch of each reading.</param>
    /// <param name="position">The commit.</param>
    public void Durable(ReadOnlySpan<int> batchOf, long position)
    {
        lock (_lock)
        {
            foreach (var batch in batchOf)
            {
                ref var returned = ref _batches[batch];
                returned.Durable++;
                returned.Position = Math.Max(returned.Position, position);
                if (--returned.Away == 0)
                {
                    Tell(batch);
                }
            }
        }
    }

    /// <summary>Readings leave the wave in another way, and so does the word of what becomes of them.</summary>
    /// <param name="batchOf">The batch of each reading.</param>
    public void Leave(ReadOnlySpan<int> batchOf)
    {
        lock (_lock)
        {
            foreach (var batch in batchOf)
            {
                if (--_batches[batch].Away == 0)
                {
                    Tell(batch);
                }
            }
        }
    }

    /// <summary>Under the lock, since whoever waits for a submission goes on elsewhere.</summary>
    private void Tell(int batch)
    {
        if (_batches[batch] is { Durable: > 0 } returned)
        {
            _submissions[batch].Complete(returned.Durable, returned.Position, wasApplied: true);
        }
    }

    private struct Returned
    {
        public int Away;
        public int Durable;
        public long Position;
    }
}
