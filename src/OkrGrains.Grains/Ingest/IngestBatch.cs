using System.Buffers;
using System.Collections.Immutable;
using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// An ingest batch: readings of many streams that are sent together, sorted by goal sender, so that the readings of each goal are one slice
/// of one array.
/// </summary>
/// <remarks>
/// The array goes back to its pool once every call has been answered. It does not if an attempt ended without an answer, since the goal may
/// still be reading from it.
/// </remarks>
internal sealed class IngestBatch
{
    /// <summary>
    /// A pool of its own, which keeps one array of each size. The shared pools keep an array for every thread that ever gave one back, and
    /// these arrays have tens of megabytes.
    /// </summary>
    private static readonly ArrayPool<StoredReading> Columns = ArrayPool<StoredReading>.Create(BatchPacing.MostOfAll, maxArraysPerBucket: 1);
    private static readonly ArrayPool<int> Indexes = ArrayPool<int>.Create(BatchPacing.MostOfAll, maxArraysPerBucket: 1);

    private readonly PendingBatch[] _batches;
    private readonly BatchOutcomes _returns;
    private readonly StoredReading[] _readings;
    private readonly int[] _batchOf;
    private readonly ProducerEpoch[] _streams;
    private readonly int[] _streamOf;
    private readonly Dictionary<ulong, ImmutableArray<ProducerEpoch>> _shared = [];

    private readonly bool _tellsApplied;
    private int _away = 1;
    private bool _lost;

    public IngestBatch(PendingBatch[] batches, int readings)
    {
        _batches = batches;
        _returns = new BatchOutcomes(batches);
        _tellsApplied = Array.Exists(batches, static batch => batch.Submission.TellsApplied);
        _streams = [.. batches.Select(batch => batch.From).Distinct()];
        _streamOf = [.. batches.Select(batch => Array.IndexOf(_streams, batch.From))];
        _readings = Columns.Rent(readings);
        _batchOf = Indexes.Rent(readings);
    }

    /// <summary>Copies the readings of every pending batch to their places.</summary>
    /// <param name="next">The place of the next reading of each sender, by its index; advanced by this call.</param>
    public void Place(Span<int> next)
    {
        for (var batch = 0; batch < _batches.Length; batch++)
        {
            using var draft = _batches[batch].Draft;
            Place(draft.Readings, draft.Senders, batch, next);
        }
    }

    private void Place(ReadOnlySpan<StoredReading> readings, ReadOnlySpan<int> senders, int batch, Span<int> next)
    {
        var placed = _readings;
        var batchOf = _batchOf;
        for (var i = 0; i < readings.Length && i < senders.Length; i++)
        {
            var place = next[senders[i]]++;
            placed[place] = readings[i];
            batchOf[place] = batch;
        }
    }

    /// <summary>Sends a slice through its sender. If the sender is busy, copies of the readings are added to its queue.</summary>
    public void Send(GoalSender sender, int start, int count, CallsInFlight flight)
    {
        Interlocked.Increment(ref _away);
        flight.Depart();
        if (sender.TrySend(new BatchCall(this, start, count, flight)))
        {
            return;
        }

        foreach (var (batch, from, length) in Runs(start, count))
        {
            sender.Add(_readings.AsSpan(from, length).ToArray(), _batches[batch].From, _batches[batch].Submission);
        }

        _returns.Leave(_batchOf.AsSpan(start, count));
        flight.Return();
        Return();
    }

    /// <summary>Ends one call or, called once more, the making of calls. The last one returns the arrays to their pools.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _away) > 0)
        {
            return;
        }

        if (!_lost)
        {
            Columns.Return(_readings);
        }

        Indexes.Return(_batchOf);
    }

    /// <summary>Returns the runs of consecutive readings of one pending batch in a slice.</summary>
    private IEnumerable<(int Batch, int Start, int Count)> Runs(int start, int count)
    {
        for (var end = start + count; start < end;)
        {
            var next = start + 1;
            while (next < end && _batchOf[next] == _batchOf[start])
            {
                next++;
            }

            yield return (_batchOf[start], start, next - start);
            start = next;
        }
    }

    private SentReadings Slice(int start, int count) => new(_readings.AsMemory(start, count), StreamsOf(_batchOf.AsSpan(start, count)));

    /// <summary>Returns the streams of a slice. Most slices have the same ones, so that lists of them are shared.</summary>
    private ImmutableArray<ProducerEpoch> StreamsOf(ReadOnlySpan<int> batches)
    {
        const int Bits = 64;
        if (_streams.Length > Bits)
        {
            return StreamsOfMany(batches);
        }

        var all = ulong.MaxValue >> (Bits - _streams.Length);
        var mask = 0UL;
        for (var i = 0; i < batches.Length && mask != all; i++)
        {
            mask |= 1UL << _streamOf[batches[i]];
        }

        if (!_shared.TryGetValue(mask, out var streams))
        {
            _shared.Add(mask, streams = [.. _streams.Where((_, stream) => (mask >> stream & 1) == 1)]);
        }

        return streams;
    }

    private ImmutableArray<ProducerEpoch> StreamsOfMany(ReadOnlySpan<int> batches)
    {
        var found = ImmutableArray.CreateBuilder<ProducerEpoch>(Math.Min(batches.Length, _streams.Length));
        var seen = ArrayPool<bool>.Shared.Rent(_streams.Length);
        Array.Clear(seen, 0, _streams.Length);
        foreach (var batch in batches)
        {
            ref var known = ref seen[_streamOf[batch]];
            if (!known)
            {
                known = true;
                found.Add(_streams[_streamOf[batch]]);
            }
        }

        ArrayPool<bool>.Shared.Return(seen);
        return found.DrainToImmutable();
    }

    private sealed class BatchCall(IngestBatch merged, int start, int count, CallsInFlight flight) : GoalCall(merged.Slice(start, count))
    {
        /// <summary>
        /// The position of the commit; null as long as the readings are not durable, or if some of them never will be by this call.
        /// </summary>
        private long? _position;

        public override IEnumerable<CallPart> Parts =>
            merged.Runs(start, count).Select(run => new CallPart(merged._batches[run.Batch].Submission, merged._batches[run.Batch].From, run.Count));

        public override bool TellsApplied => merged._tellsApplied && Parts.Any(part => part.Submission.TellsApplied);

        public override void Complete(long position, bool wasApplied)
        {
            _position = position;
            if (!wasApplied && merged._tellsApplied)
            {
                foreach (var part in Parts)
                {
                    part.Submission.Apply(part.Count);
                }
            }
        }

        public override void Abandon() => merged._lost = true;

        public override void End()
        {
            var batchOf = merged._batchOf.AsSpan(start, count);
            if (_position is { } position)
            {
                merged._returns.Durable(batchOf, position);
            }
            else
            {
                merged._returns.Leave(batchOf);
            }

            merged.Return();
            flight.Return();
        }
    }
}
