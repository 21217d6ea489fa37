using System.Collections.Immutable;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>
/// The accepted readings whose time has not come, by time and then acceptance. Only the nearest ones are held, at most <see cref="Limit"/>.
/// There may be others at or after <see cref="UnknownFrom"/>, which only the history knows.
/// </summary>
internal readonly struct FutureReadings
{
    /// <summary>
    /// The greatest number of readings held. It is large enough that producers whose clocks run ahead by moments do not cost a reload each;
    /// those who send readings a year ahead may.
    /// </summary>
    public const int Limit = 32;

    private readonly ImmutableArray<Reading> _readings;

    private FutureReadings(ImmutableArray<Reading> readings, long unknownFrom)
    {
        _readings = readings;
        UnknownFrom = unknownFrom;
    }

    public static FutureReadings None => new([], long.MaxValue);

    /// <summary>
    /// The time of the first reading that is not held, in Unix milliseconds; <see cref="long.MaxValue"/> when all are held.
    /// </summary>
    public long UnknownFrom { get; }

    public ReadOnlySpan<Reading> Held => _readings.AsSpan();

    /// <summary>The time of the earliest reading, held or not; null without any.</summary>
    public Instant? Next => _readings.Length > 0 ? _readings[0].Time : UnknownFrom < long.MaxValue ? new Instant(UnknownFrom) : null;

    /// <summary>Returns these readings and one more, accepted after all others.</summary>
    public FutureReadings With(Reading reading)
    {
        var time = reading.Time.UnixMillis;
        if (time >= UnknownFrom)
        {
            return this;
        }

        var place = _readings.Length;
        while (place > 0 && _readings[place - 1].Time.UnixMillis > time)
        {
            place--;
        }

        if (_readings.Length < Limit)
        {
            return new(_readings.Insert(place, reading), UnknownFrom);
        }

        if (place == Limit)
        {
            return new(_readings, time);
        }

        // The last reading is dropped with all others of its time, so that every time before UnknownFrom is held completely.
        var farthest = _readings[^1].Time;
        var kept = _readings.Insert(place, reading).RemoveAll(held => held.Time == farthest);
        return new(kept, farthest.UnixMillis);
    }

    /// <summary>Returns these readings without those whose time has come at <paramref name="at"/>.</summary>
    public FutureReadings After(Instant at)
    {
        var come = 0;
        while (come < _readings.Length && _readings[come].Time <= at)
        {
            come++;
        }

        return come == 0 ? this : new(_readings.RemoveRange(0, come), UnknownFrom);
    }

    public void Write(ref RowWriter row)
    {
        row.Integer(UnknownFrom);
        row.Integer(_readings.Length);
        foreach (var reading in _readings)
        {
            row.Integer(reading.Time.UnixMillis);
            row.Wide(reading.Value.Units);
        }
    }

    public static FutureReadings Read(ref RowReader row)
    {
        var unknownFrom = row.Integer();
        var count = row.Integer();
        var readings = ImmutableArray.CreateBuilder<Reading>();
        for (; count > 0 && !row.Broken; count--)
        {
            readings.Add(new(new(row.Integer()), new(row.Wide())));
        }

        return new(readings.ToImmutable(), unknownFrom);
    }
}
