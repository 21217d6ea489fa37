using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// Takes the outcomes of the readings of an ingest batch, and tells the submissions of its pending batches. Each reading has one outcome:
/// it is durable, refused or failed.
/// </summary>
/// <remarks>
/// A submission is told of its durable readings once, when all of its readings have an outcome. Nearly every reading of it goes with
/// another call, so that telling it of each would cost more than the rest of the way back. The other outcomes are rare, and told at once.
/// </remarks>
internal sealed class BatchOutcomes
{
    private readonly Lock _lock = new();
    private readonly PendingBatch[] _batches;
    private readonly Counts[] _counts;
    private readonly bool _tellsApplied;

    /// <param name="batches">The pending batches. Readings name them by their index.</param>
    public BatchOutcomes(PendingBatch[] batches)
    {
        _batches = batches;
        _counts = new Counts[batches.Length];
        for (var i = 0; i < batches.Length; i++)
        {
            _counts[i].Open = batches[i].Count;
            _tellsApplied |= batches[i].Submission.TellsApplied;
        }
    }

    /// <summary>Returns the stream that the readings of a pending batch came from.</summary>
    public ProducerEpoch StreamOf(int batch) => _batches[batch].From;

    /// <summary>Returns true if somebody wants to know when the goal holds some of the readings.</summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
    public bool TellsApplied(ReadOnlySpan<int> batchOf)
    {
        if (_tellsApplied)
        {
            foreach (var batch in batchOf)
            {
                if (_batches[batch].Submission.TellsApplied)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Tells that a goal holds readings, which are not durable yet. It may be called once for each reading.</summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
    public void Apply(ReadOnlySpan<int> batchOf)
    {
        if (!_tellsApplied)
        {
            return;
        }

        for (int run; !batchOf.IsEmpty; batchOf = batchOf[run..])
        {
            run = FirstRun(batchOf);
            _batches[batchOf[0]].Submission.Apply(run);
        }
    }

    /// <summary>Ends readings that are durable.</summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
    /// <param name="position">The position of the commit.</param>
    /// <param name="wasApplied">True if <see cref="Apply"/> has been called for these readings.</param>
    public void Complete(ReadOnlySpan<int> batchOf, long position, bool wasApplied)
    {
        if (!wasApplied)
        {
            Apply(batchOf);
        }

        lock (_lock)
        {
            foreach (var batch in batchOf)
            {
                ref var counts = ref _counts[batch];
                counts.Durable++;
                counts.Position = Math.Max(counts.Position, position);
                if (--counts.Open == 0)
                {
                    Tell(batch);
                }
            }
        }
    }

    /// <summary>Ends readings that their goal does not take.</summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
    /// <param name="readings">The readings.</param>
    /// <param name="wasApplied">True if <see cref="Apply"/> has been called for these readings.</param>
    public void Refuse(ReadOnlySpan<int> batchOf, ReadOnlySpan<StoredReading> readings, bool wasApplied)
    {
        for (int run; !batchOf.IsEmpty; batchOf = batchOf[run..], readings = readings[run..])
        {
            run = FirstRun(batchOf);
            _batches[batchOf[0]].Submission.Refuse(readings[..run], wasApplied);
            End(batchOf[..run]);
        }
    }

    /// <summary>Ends readings whose outcome is not known, or which are not sent any more. Their submissions fail.</summary>
    /// <param name="batchOf">The index of each reading's pending batch.</param>
    /// <param name="failure">The failure.</param>
    public void Fail(ReadOnlySpan<int> batchOf, Exception failure)
    {
        for (int run; !batchOf.IsEmpty; batchOf = batchOf[run..])
        {
            run = FirstRun(batchOf);
            _batches[batchOf[0]].Submission.Fail(run, failure);
            End(batchOf[..run]);
        }
    }

    /// <summary>Returns the number of readings at the front that are of the same pending batch.</summary>
    private static int FirstRun(ReadOnlySpan<int> batchOf)
    {
        var end = batchOf.IndexOfAnyExcept(batchOf[0]);
        return end < 0 ? batchOf.Length : end;
    }

    /// <summary>Ends readings of one pending batch that are not durable.</summary>
    private void End(ReadOnlySpan<int> run)
    {
        lock (_lock)
        {
            if ((_counts[run[0]].Open -= run.Length) == 0)
            {
                Tell(run[0]);
            }
        }
    }

    /// <summary>
    /// Tells a submission of its durable readings. It runs under the lock, which is safe because whoever waits for a submission continues
    /// elsewhere.
    /// </summary>
    private void Tell(int batch)
    {
        if (_counts[batch] is { Durable: > 0 } counts)
        {
            _batches[batch].Submission.Complete(counts.Durable, counts.Position);
        }
    }

    private struct Counts
    {
        public int Open;
        public int Durable;
        public long Position;
    }
}
