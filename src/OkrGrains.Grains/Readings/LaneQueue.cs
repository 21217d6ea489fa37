using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// What waits in a lane, in the order of arrival: the readings as they will be kept, and beside them whose they are. Whoever uses it sees
/// to it that nobody else does meanwhile. An empty one holds no memory of the size of what has passed.
/// </summary>
internal sealed class LaneQueue
{
    private const int LeastReadings = 16;

    private readonly List<LanePart> _parts = [];
    private StoredReading[] _readings = [];
    private int _count;

    public void Add(ReadOnlySpan<StoredReading> readings, ProducerEpoch from, Submission submission)
    {
        if (_readings.Length - _count < readings.Length)
        {
            Resize(Math.Max(_count + readings.Length, Math.Max(LeastReadings, 2 * _count)));
        }

        readings.CopyTo(_readings.AsSpan(_count));
        _count += readings.Length;
        var parts = CollectionsMarshal.AsSpan(_parts);
        if (parts.Length > 0 && parts[^1].Submission == submission)
        {
            parts[^1] = parts[^1] with { Count = parts[^1].Count + readings.Length };
        }
        else
        {
            _parts.Add(new LanePart(submission, from, readings.Length));
        }
    }

    /// <summary>
    /// Takes parts from the front, one at least: as many as keep to a number of readings and in which no producer has two epochs.
    /// </summary>
    /// <param name="most">So many readings, unless the first part alone has more.</param>
    /// <param name="taken">Gets the parts.</param>
    /// <returns>Their readings; null when nothing waits.</returns>
    public SentReadings? Take(int most, List<LanePart> taken)
    {
        taken.Clear();
        var streams = ImmutableArray.CreateBuilder<ProducerEpoch>();
        var count = 0;
        foreach (var part in _parts)
        {
            if (taken.Count > 0 && count + part.Count > most)
            {
                break;
            }

            if (!streams.Contains(part.From))
            {
                if (OtherEpoch(streams, part.From))
                {
                    break;
                }

                streams.Add(part.From);
            }

            taken.Add(part);
            count += part.Count;
        }

        return taken.Count == 0 ? null : new SentReadings(Remove(taken.Count, count), streams.ToImmutable());
    }

    /// <summary>Takes out everything of some streams.</summary>
    /// <returns>The parts that were taken out.</returns>
    public List<LanePart> TakeAllOf(IReadOnlySet<ProducerEpoch> streams)
    {
        var lost = new List<LanePart>();
        var (from, to) = (0, 0);
        foreach (var part in _parts)
        {
            if (streams.Contains(part.From))
            {
                lost.Add(part);
            }
            else
            {
                _readings.AsSpan(from, part.Count).CopyTo(_readings.AsSpan(to));
                to += part.Count;
            }

            from += part.Count;
        }

        _count = to;
        _parts.RemoveAll(part => streams.Contains(part.From));
        return lost;
    }

    private static bool OtherEpoch(ImmutableArray<ProducerEpoch>.Builder streams, ProducerEpoch than)
    {
        foreach (var stream in streams)
        {
            if (stream.Producer == than.Producer)
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<StoredReading> Remove(int parts, int count)
    {
        var removed = GC.AllocateUninitializedArray<StoredReading>(count);
        _readings.AsSpan(0, count).CopyTo(removed);
        _readings.AsSpan(count, _count - count).CopyTo(_readings);
        _count -= count;
        _parts.RemoveRange(0, parts);
        if (_count == 0)
        {
            Resize(0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(removed);
    }

    private void Resize(int size)
    {
        var resized = size == 0 ? [] : ArrayPool<StoredReading>.Shared.Rent(size);
        _readings.AsSpan(0, _count).CopyTo(resized);
        if (_readings.Length > 0)
        {
            ArrayPool<StoredReading>.Shared.Return(_readings);
        }

        _readings = resized;
    }
}
