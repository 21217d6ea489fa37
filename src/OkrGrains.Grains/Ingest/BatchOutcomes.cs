namespace OkrGrains.Grains.Ingest;

/// <summary>Collects what the calls of an ingest batch return for its pending batches.</summary>
/// <remarks>
/// A submission is told once, when none of its readings is in a call of the ingest batch any more. Nearly every reading of it goes with
/// another call, so that telling it of each would cost more than the rest of the way back.
/// </remarks>
internal sealed class BatchOutcomes
{
    private readonly Lock _lock = new();
    private readonly Submission[] _submissions;
    private readonly Returned[] _batches;

    public BatchOutcomes(ReadOnlySpan<PendingBatch> batches)
    {
        _submissions = new Submission[batches.Length];
        _batches = new Returned[batches.Length];
        for (var i = 0; i < batches.Length; i++)
        {
            _submissions[i] = batches[i].Submission;
            _batches[i].Away = batches[i].Count;
        }
    }

    /// <summary>
    /// Counts the readings of a call that are durable. Their submissions must have been told already that they are applied.
    /// </summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
    /// <param name="position">The position of the commit.</param>
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

    /// <summary>
    /// Releases readings that leave the ingest batch in another way; their submissions hear of the outcome in that way, too.
    /// </summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
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

    /// <summary>
    /// Tells a submission of its durable readings. It runs under the lock, which is safe because whoever waits for a submission continues
    /// elsewhere.
    /// </summary>
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
