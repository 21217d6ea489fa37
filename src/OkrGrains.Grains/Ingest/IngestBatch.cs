using System.Buffers;
using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// An ingest batch: readings of many streams that are sent together, sorted by goal sender, so that the readings of each goal are one slice
/// of one array.
/// </summary>
/// <remarks>
/// The array goes back to its pool once every call from it has been answered. It does not if an attempt ended without an answer, since the
/// goal may still be reading from it.
/// </remarks>
internal sealed class IngestBatch
{
    /// <summary>
    /// A pool of its own, which keeps two arrays of each size: several workspaces have batches at a time. The shared pools keep an array for
    /// every thread that ever gave one back, and these arrays have tens of megabytes.
    /// </summary>
    private static readonly ArrayPool<StoredReading> Columns = ArrayPool<StoredReading>.Create(BatchPacing.MostOfAll, maxArraysPerBucket: 2);
    private static readonly ArrayPool<int> Indexes = ArrayPool<int>.Create(BatchPacing.MostOfAll, maxArraysPerBucket: 2);

    private readonly PendingBatch[] _batches;
    private readonly BatchOutcomes _outcomes;
    private readonly StoredReading[] _readings;
    private readonly int[] _batchOf;
    private readonly ProducerEpoch[] _streams;
    private readonly int[] _streamOf;
    private readonly Dictionary<ulong, ImmutableArray<ProducerEpoch>> _shared = [];
    private readonly int _count;
    private int _users = 1;
    private bool _lost;

    public IngestBatch(PendingBatch[] batches, int readings)
    {
        (_batches, _count) = (batches, readings);
        _outcomes = new BatchOutcomes(batches);
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
            using var buffer = _batches[batch].Buffer;
            Place(buffer.Readings, buffer.Senders, batch, next);
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

    /// <summary>Sends the readings of a goal through its sender.</summary>
    /// <param name="sender">The sender to the goal.</param>
    /// <param name="start">The place of its first reading.</param>
    /// <param name="count">The number of its readings.</param>
    /// <param name="flight">Counts the call, if one is made at once.</param>
    public void Send(GoalSender sender, int start, int count, CallsInFlight flight)
    {
        Interlocked.Increment(ref _users);
        flight.Begin();
        var call = new GoalCall(Slice(start, count), this, flight);
        if (!sender.Send(call))
        {
            call.End();
        }
    }

    /// <summary>Fails the readings from a place on, which are not sent.</summary>
    public void FailFrom(int start, Exception failure) => _outcomes.Fail(_batchOf.AsSpan(start, _count - start), failure);

    /// <summary>
    /// Ends the use of the arrays by a call or, called once more, by the making of calls. The last user returns them to their pools.
    /// </summary>
    /// <param name="isLost">True if a goal may still be reading from the array of readings.</param>
    public void Release(bool isLost)
    {
        if (isLost)
        {
            _lost = true;
        }

        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        if (!_lost)
        {
            Columns.Return(_readings);
        }

        Indexes.Return(_batchOf);
    }

    private GoalSlice Slice(int start, int count) =>
        new(_readings.AsMemory(start, count), _batchOf.AsMemory(start, count), StreamsOf(_batchOf.AsSpan(start, count)), _outcomes);

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
}

/// <summary>Readings of one submission that wait for the next ingest batch.</summary>
/// <param name="Buffer">The readings; the ingest batch that takes them disposes of the buffer.</param>
/// <param name="From">The stream that the readings came from.</param>
/// <param name="Submission">The submission, which is told of the outcome.</param>
internal readonly record struct PendingBatch(ReadingBuffer Buffer, ProducerEpoch From, Submission Submission)
{
    public int Count => Buffer.Count;
}
