using System.Buffers;
using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Measures;

// The durable row, which a restart reads instead of the history.
public sealed partial class MeasureState
{
    private const byte FormatVersion = 1;

    /// <summary>The version of a row whose tallies are followed by the digits of their readings, or by the percentile alone.</summary>
    private const byte FormatWithValues = 2;

    /// <summary>Writes the durable row, a few dozen bytes and the digits of percentiles, its format version first.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var row = new RowWriter(output);
        row.Byte(_scope.KeepsValues ? FormatWithValues : FormatVersion);
        if (_scope.KeepsValues)
        {
            row.Integer(_scope.Measure.Percentile);
        }

        row.Integer(At.UnixMillis);
        row.Integer(_newest);
        row.Integer(_slots.Length);
        for (var i = 0; i < _slots.Length; i++)
        {
            row.Integer(Points[i].NotAfter.UnixMillis);
            row.Byte((byte)Points[i].Part);
            row.Integer(_slots[i].Interval.From.UnixMillis);
            row.Integer(_slots[i].Interval.To.UnixMillis);
            _slots[i].Tally.Write(ref row);
            if (_scope.KeepsValues && _slots[i].Tally.Values is { } values)
            {
                values.Write(_scope.Measure.Percentile, ref row);
            }
        }

        _future.Write(ref row);
    }

    /// <summary>
    /// Reads a durable row with the read points under which it was written. Returns null if the row is damaged, of an unknown format, or
    /// was written for other intervals.
    /// </summary>
    public static MeasureState? Read(ReadOnlySpan<byte> bytes, Measure measure, Zone zone, CycleSpan? cycle) =>
        WrittenPoints(bytes) is { } points ? Read(bytes, measure, zone, cycle, points) : null;

    /// <summary>
    /// Reads a durable row for the given read points. Returns null if the row is damaged, of an unknown format, or was written for other
    /// read points or intervals, as after a change of the window or of a zone's rules. The caller then creates a new state and rebuilds it
    /// from the history.
    /// </summary>
    public static MeasureState? Read(
        ReadOnlySpan<byte> bytes, Measure measure, Zone zone, CycleSpan? cycle, ImmutableArray<ReadPoint> points)
    {
        var row = new RowReader(bytes);
        var keepsValues = measure.Aggregation == Aggregation.Percentile;
        if (row.Byte() != (keepsValues ? FormatWithValues : FormatVersion) || (keepsValues && row.Integer() != measure.Percentile))
        {
            return null;
        }

        var at = new Instant(row.Integer());
        var newest = row.Integer();
        if (row.Broken || at < Instant.Earliest || at > Instant.Latest || row.Integer() != points.Length)
        {
            return null;
        }

        var scope = new MeasureScope(measure, zone, cycle, points);
        if (!scope.IsReadable)
        {
            return null;
        }

        var slots = EmptySlots(scope, at);
        for (var i = 0; i < slots.Length; i++)
        {
            var point = new ReadPoint(new(row.Integer()), (ReadPart)row.Byte());
            var interval = new Interval(new(row.Integer()), new(row.Integer()));
            slots[i].Tally = ReadTally(ref row, scope.KeepsValues);
            if (row.Broken || point != points[i] || interval != slots[i].Interval)
            {
                return null;
            }
        }

        var future = FutureReadings.Read(ref row);
        return row.Broken || !row.AtEnd ? null : new(scope, at, slots, future, newest, leaving: null);
    }

    private static ImmutableArray<ReadPoint>? WrittenPoints(ReadOnlySpan<byte> bytes)
    {
        var row = new RowReader(bytes);
        var version = row.Byte();
        if (version is not (FormatVersion or FormatWithValues))
        {
            return null;
        }

        if (version == FormatWithValues)
        {
            row.Integer();
        }

        row.Integer();
        row.Integer();
        var points = ImmutableArray.CreateBuilder<ReadPoint>();
        for (var count = row.Integer(); count > 0 && !row.Broken; count--)
        {
            points.Add(new(new(row.Integer()), (ReadPart)row.Byte()));
            row.Integer();
            row.Integer();
            ReadTally(ref row, version == FormatWithValues);
        }

        return row.Broken ? null : points.ToImmutable();
    }

    private static Tally ReadTally(ref RowReader row, bool withValues)
    {
        var tally = Tally.Read(ref row);
        if (withValues && tally.Count > 0)
        {
            tally.Values = Histogram.Read(ref row);
        }

        return tally;
    }
}
