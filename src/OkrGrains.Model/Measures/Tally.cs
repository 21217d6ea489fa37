using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>
/// The exact summary of the readings of one interval. Every aggregation follows from it, and its size does not depend on their number. The
/// default value is the tally without readings. An Int128 holds the sum of 1.7e14 readings of the greatest size.
/// </summary>
public struct Tally
{
    private Int128 _sum;
    private Int128 _min;
    private Int128 _max;
    private Int128 _last;
    private long _first;
    private long _latest;

    /// <summary>
    /// The digits of the readings, from which percentiles follow; null without readings, and under every other aggregation. Whoever adds
    /// readings adds them here too, many at a time.
    /// </summary>
    internal Histogram? Values { get; set; }

    /// <summary>The number of readings.</summary>
    public long Count { get; private set; }

    /// <summary>The sum; 0 without readings.</summary>
    public readonly Nano Sum => new(_sum);

    /// <summary>The least reading; 0 without readings.</summary>
    public readonly Nano Min => new(_min);

    /// <summary>The greatest reading; 0 without readings.</summary>
    public readonly Nano Max => new(_max);

    /// <summary>The reading with the greatest time, among equal times the one added last; the default value without readings.</summary>
    public readonly Reading Last => new(new(_latest), new(_last));

    /// <summary>The least time of a reading; null without readings.</summary>
    public readonly Instant? FirstTime => Count == 0 ? null : new Instant(_first);

    /// <summary>The greatest time of a reading; null without readings.</summary>
    public readonly Instant? LastTime => Count == 0 ? null : new Instant(_latest);

    /// <summary>Adds a reading that was accepted after all others in this tally.</summary>
    public void Add(in Reading reading)
    {
        var units = reading.Value.Units;
        var time = reading.Time.UnixMillis;
        if (Count == 0)
        {
            (_min, _max, _last, _first, _latest) = (units, units, units, time, time);
        }
        else
        {
            _min = units < _min ? units : _min;
            _max = units > _max ? units : _max;
            _first = Math.Min(time, _first);
            if (time >= _latest)
            {
                (_latest, _last) = (time, units);
            }
        }

        _sum += units;
        Count++;
    }

    /// <summary>
    /// Adds all readings of another tally. If both end at the same time, the other's readings were accepted after those of this one.
    /// </summary>
    public void Merge(in Tally later)
    {
        if (later.Count == 0)
        {
            return;
        }

        if (Count == 0)
        {
            this = later;
            return;
        }

        if (later.Values is { } values)
        {
            Values = Values?.Merge(values) ?? values;
        }

        _sum += later._sum;
        _min = Int128.Min(_min, later._min);
        _max = Int128.Max(_max, later._max);
        _first = Math.Min(_first, later._first);
        if (later._latest >= _latest)
        {
            (_latest, _last) = (later._latest, later._last);
        }

        Count += later.Count;
    }

    /// <summary>Returns the value; null when absent (goal-model §3).</summary>
    /// <param name="aggregation">The aggregation that turns the readings into a value.</param>
    /// <param name="emptyIsZero">True if a sum or count without readings is 0; other aggregations ignore it.</param>
    /// <param name="percentile">The percentage in thousandths; other aggregations than a percentile ignore it.</param>
    public readonly Nano? Value(Aggregation aggregation, bool emptyIsZero, int percentile = 0)
    {
        if (Count == 0)
        {
            return emptyIsZero && aggregation is (Aggregation.Sum or Aggregation.Count) ? Nano.Zero : null;
        }

        return new(aggregation switch
        {
            Aggregation.Last => _last,
            Aggregation.Sum => _sum,
            Aggregation.Count => (Int128)Count * Nano.UnitsPerOne,
            Aggregation.Average => HalfEven.Divide(_sum, Count),
            Aggregation.Min => _min,
            Aggregation.Max => _max,
            Aggregation.Percentile => Values!.Value(percentile).Units,
            _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "Unknown aggregation."),
        });
    }

    internal readonly void Write(ref RowWriter row)
    {
        row.Integer(Count);
        if (Count > 0)
        {
            row.Wide(_sum);
            row.Wide(_min);
            row.Wide(_max);
            row.Wide(_last);
            row.Integer(_first);
            row.Integer(_latest);
        }
    }

    internal static Tally Read(ref RowReader row)
    {
        var count = row.Integer();
        return count <= 0 ? default : new Tally
        {
            Count = count,
            _sum = row.Wide(),
            _min = row.Wide(),
            _max = row.Wide(),
            _last = row.Wide(),
            _first = row.Integer(),
            _latest = row.Integer(),
        };
    }
}
