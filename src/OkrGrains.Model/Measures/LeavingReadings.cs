using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Measures;

/// <summary>
/// The readings of a rolling window, kept so that the window can move on without the history: the oldest ones one by one, at most
/// <see cref="Limit"/>, by time and then acceptance, and one tally of all newer ones. The history must be read again only when all the
/// oldest ones have left the window.
/// </summary>
internal sealed class LeavingReadings
{
    /// <summary>
    /// The greatest number of readings kept one by one. They take about 8 KB of memory for a goal that has so many in its window; none of
    /// them is stored.
    /// </summary>
    public const int Limit = 256;

    private readonly ImmutableArray<Reading> _oldest;
    private readonly Tally _newer;
    private readonly bool _keepsValues;

    /// <summary>
    /// The time that divides the readings, in Unix milliseconds: the newer ones have at least this time, the oldest ones are before it. It
    /// is <see cref="long.MaxValue"/> while all are among the oldest.
    /// </summary>
    private readonly long _newerFrom;

    private LeavingReadings(ImmutableArray<Reading> oldest, Tally newer, long newerFrom, bool keepsValues = false)
    {
        _keepsValues = keepsValues;
        _oldest = oldest;
        _newer = newer;
        _newerFrom = newerFrom;
    }

    public static LeavingReadings None { get; } = new([], default, long.MaxValue);

    /// <summary>No readings, of which the digits will be kept for percentiles.</summary>
    public static LeavingReadings NoneWithValues { get; } = new([], default, long.MaxValue, keepsValues: true);

    /// <summary>Returns one tally of all readings.</summary>
    public Tally Tally()
    {
        var tally = default(Tally);
        foreach (ref readonly var reading in _oldest.AsSpan())
        {
            tally.Add(in reading);
        }

        tally.Values = _keepsValues && _oldest.Length > 0 ? Histogram.Empty.With(_oldest) : null;
        tally.Merge(_newer);
        return tally;
    }

    /// <summary>
    /// Returns these readings with those of <paramref name="readings"/> that lie in the window. They were accepted after all others, in
    /// this order.
    /// </summary>
    public LeavingReadings With(ReadOnlySpan<Reading> readings, Interval window)
    {
        var (newer, newerFrom) = (_newer, _newerFrom);
        List<Reading>? oldest = null;
        var passed = _keepsValues ? new List<Reading>() : null;
        foreach (ref readonly var reading in readings)
        {
            if (!window.Contains(reading.Time))
            {
                continue;
            }

            if (reading.Time.UnixMillis >= newerFrom)
            {
                newer.Add(in reading);
                passed?.Add(reading);
                continue;
            }

            oldest ??= [.. _oldest];
            oldest.Insert(PlaceOf(reading.Time, oldest), reading);
            if (oldest.Count > Limit)
            {
                newerFrom = oldest[^1].Time.UnixMillis;
                MoveLast(oldest, ref newer, passed);
            }
        }

        if (passed is { Count: > 0 })
        {
            newer.Values = (newer.Values ?? Histogram.Empty).With(passed);
        }

        return new(oldest is null ? _oldest : [.. oldest], newer, newerFrom, _keepsValues);
    }

    /// <summary>
    /// Returns these readings without those before an instant; null if some of the newer ones may be before it, because a tally cannot tell
    /// which.
    /// </summary>
    public LeavingReadings? From(Instant from)
    {
        if (from.UnixMillis > _newerFrom)
        {
            return null;
        }

        var left = 0;
        while (left < _oldest.Length && _oldest[left].Time < from)
        {
            left++;
        }

        return left == 0 ? this : new(_oldest.RemoveRange(0, left), _newer, _newerFrom, _keepsValues);
    }

    private static int PlaceOf(Instant time, List<Reading> oldest)
    {
        var place = oldest.Count;
        while (place > 0 && oldest[place - 1].Time > time)
        {
            place--;
        }

        return place;
    }

    // The last reading moves with all others of its time, in their order, so that no time is on both sides.
    private static void MoveLast(List<Reading> oldest, ref Tally newer, List<Reading>? passed)
    {
        var first = oldest.Count - 1;
        while (first > 0 && oldest[first - 1].Time == oldest[^1].Time)
        {
            first--;
        }

        foreach (ref readonly var reading in CollectionsMarshal.AsSpan(oldest)[first..])
        {
            newer.Add(in reading);
            passed?.Add(reading);
        }

        oldest.RemoveRange(first, oldest.Count - first);
    }
}
