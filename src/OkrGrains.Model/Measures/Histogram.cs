using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Measures;

/// <summary>
/// How many readings have which four leading decimal digits, from which every percentile follows (goal-model §3). It does not change, and
/// shares what it can with the histogram that it was made from.
/// </summary>
/// <remarks>
/// Its size depends on how many different digits there are, not on the number of readings. One with more than <see cref="MostStored"/>
/// buckets is stored as the value that follows from it; it is frozen then, until it is made again from the history.
/// </remarks>
internal sealed class Histogram
{
    /// <summary>The most buckets that a durable row holds, about 1 KB.</summary>
    public const int MostStored = 256;

    private const int FrozenMark = -1;
    private const int PerHundred = 100_000;

    private readonly ImmutableSortedDictionary<int, long> _buckets;
    private readonly long _count;
    private readonly int _frozen;

    private Histogram(ImmutableSortedDictionary<int, long> buckets, long count, bool isFrozen = false, int frozen = 0)
    {
        (_buckets, _count, IsFrozen, _frozen) = (buckets, count, isFrozen, frozen);
    }

    public static Histogram Empty { get; } = new(ImmutableSortedDictionary<int, long>.Empty, 0);

    /// <summary>True if only the value is known, so that nothing can be added.</summary>
    public bool IsFrozen { get; }

    /// <summary>Returns this histogram with more readings.</summary>
    public Histogram With(IEnumerable<Reading> readings)
    {
        var buckets = _buckets.ToBuilder();
        var count = _count;
        foreach (var reading in readings)
        {
            var code = Digits.CodeOf(reading.Value.Units);
            buckets[code] = buckets.TryGetValue(code, out var held) ? held + 1 : 1;
            count++;
        }

        return count == _count ? this : new(buckets.ToImmutable(), count);
    }

    /// <summary>Returns the histogram of both.</summary>
    public Histogram Merge(Histogram other)
    {
        if (_count == 0 || other._count == 0)
        {
            return _count == 0 ? other : this;
        }

        var (more, fewer) = _buckets.Count >= other._buckets.Count ? (this, other) : (other, this);
        var buckets = more._buckets.ToBuilder();
        foreach (var (code, count) in fewer._buckets)
        {
            buckets[code] = buckets.TryGetValue(code, out var held) ? held + count : count;
        }

        return new(buckets.ToImmutable(), _count + other._count);
    }

    /// <summary>Returns the reading of rank ⌈p·n / 100⌉, at its four leading digits. There is a reading.</summary>
    /// <param name="percentile">The percentage p in thousandths.</param>
    public Nano Value(int percentile) => Digits.ValueOf(IsFrozen ? _frozen : CodeAt(percentile));

    public void Write(int percentile, ref RowWriter row)
    {
        if (IsFrozen || _buckets.Count > MostStored)
        {
            row.Integer(FrozenMark);
            row.Integer(IsFrozen ? _frozen : CodeAt(percentile));
            return;
        }

        row.Integer(_buckets.Count);
        var before = 0;
        foreach (var (code, count) in _buckets)
        {
            row.Integer(code - before);
            row.Integer(count);
            before = code;
        }
    }

    public static Histogram Read(ref RowReader row)
    {
        var length = row.Integer();
        if (length == FrozenMark)
        {
            return new(Empty._buckets, 1, isFrozen: true, frozen: Code(row.Integer()));
        }

        var buckets = Empty._buckets.ToBuilder();
        var (sum, code) = (0L, 0L);
        for (; length > 0 && !row.Broken; length--)
        {
            code += row.Integer();
            var count = row.Integer();
            buckets[Code(code)] = count;
            sum += count;
        }

        return new(buckets.ToImmutable(), sum);
    }

    // A damaged row gives some number; its checksum has told that already.
    private static int Code(long code) => (int)Math.Clamp(code, -Digits.GreatestCode, Digits.GreatestCode);

    private int CodeAt(int percentile)
    {
        var rank = (((Int128)percentile * _count) + PerHundred - 1) / PerHundred;
        var code = 0;
        foreach (var (next, count) in _buckets)
        {
            code = next;
            rank -= count;
            if (rank <= 0)
            {
                break;
            }
        }

        return code;
    }
}
