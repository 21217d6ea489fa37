using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Measures;

/// <summary>
/// The state that a goal keeps of its readings at one instant (goal-model §3): for each read point one interval with its
/// <see cref="Tally"/>. It is a value: <see cref="With"/> and <see cref="AdvanceTo"/> return another state and leave this one as it is.
/// </summary>
/// <remarks>
/// <para>
/// The size does not depend on the number of readings. Every aggregation keeps the same tally, about 100 bytes per read point, because
/// last, sum, count, average, min and max all follow from it exactly. Beside it there are at most 32 readings whose time has not come.
/// </para>
/// <para>
/// The windows stay exact without the history as long as possible. An <c>all</c> and a <c>cycle</c> window only grow. A calendar window
/// begins empty with its period; a late reading counts in the current period, in the period before if it belongs there and a growth reads
/// that period, or not at all. A rolling window keeps, in memory only, the 256 readings that leave it next. When these have left, or after
/// a restart, <see cref="AdvanceTo"/> returns null and the caller rebuilds the tally from the history. The same happens when the time of a
/// future reading comes that is not among the 32 held.
/// </para>
/// </remarks>
public sealed partial class MeasureState
{
    private const long Never = long.MinValue;

    private readonly Slot[] _slots;
    private readonly MeasureScope _scope;

    // These two, like the slots, change only in a new state that nobody else refers to yet.
    private FutureReadings _future;
    private long _newest;

    // Null if the window is not a rolling one, or if the oldest readings are not known.
    private LeavingReadings? _leaving;

    private MeasureState(
        MeasureScope scope, Instant at, Slot[] slots, FutureReadings future, long newest, LeavingReadings? leaving)
    {
        _leaving = leaving;
        _scope = scope;
        At = at;
        _slots = slots;
        _future = future;
        _newest = newest;
    }

    /// <summary>The instant T for which this state holds.</summary>
    public Instant At { get; }

    /// <summary>The time of the newest reading that is not after <see cref="At"/>, in any window; null without one.</summary>
    public Instant? Newest => _newest == Never ? null : new Instant(_newest);

    /// <summary>The read points, in the order given.</summary>
    public ImmutableArray<ReadPoint> Points => _scope.Points;

    /// <summary>
    /// The first instant after <see cref="At"/> at which a tally or <see cref="Newest"/> can change if no reading arrives: the edge of a
    /// calendar period, the time of a future reading, or the moment at which the first reading leaves a rolling window. Null for never.
    /// </summary>
    public Instant? ValidUntil
    {
        get
        {
            var until = _future.Next;
            if (Array.TrueForAll(_slots, slot => slot.Tally.FirstTime is null) && !_scope.ComparesNothing)
            {
                // Windows without readings stay empty wherever they move.
                return until;
            }

            for (var i = 0; i < _slots.Length; i++)
            {
                var point = Points[i];
                if (point.NotAfter > At
                    && _scope.Measure.NextEdge(point, At, _scope.Zone, _slots[i].Tally.FirstTime) is { } edge && edge <= point.NotAfter)
                {
                    until = until is { } sooner ? Instant.Min(sooner, edge) : edge;
                }
            }

            return until;
        }
    }

    /// <summary>True if the row held no more than the values of percentiles, so that the history must be read before anything is added.</summary>
    private bool IsFrozen => _scope.KeepsValues && Array.Exists(_slots, slot => slot.Tally.Values is { IsFrozen: true });

    /// <summary>Creates the state of a goal without readings.</summary>
    /// <param name="measure">The measure that turns readings into a value.</param>
    /// <param name="zone">The zone of the measure's calendar, see <see cref="Measure.ZoneIn"/>.</param>
    /// <param name="cycle">The cycle of a key result; null without one and for a KPI.</param>
    /// <param name="points">The read points at which the goal is read; parts only under a window that has them, see <see cref="Measure.PointsFor"/>.</param>
    /// <param name="at">The instant T.</param>
    public static MeasureState Create(Measure measure, Zone zone, CycleSpan? cycle, ImmutableArray<ReadPoint> points, Instant at)
    {
        var scope = new MeasureScope(measure, zone, cycle, points);
        return new(scope, at, EmptySlots(scope, at), FutureReadings.None, Never, scope.IsLeftAfter(at) ? NoneLeaving(scope) : null);
    }

    /// <summary>Returns the tally of the readings that count for a reader at <paramref name="point"/>.</summary>
    /// <exception cref="ArgumentException">The point is none of <see cref="Points"/>.</exception>
    public Tally TallyAt(ReadPoint point) => _slots[IndexOf(point)].Tally;

    /// <summary>Returns the value that a reader at <paramref name="point"/> reads; null when absent.</summary>
    /// <exception cref="ArgumentException">The point is none of <see cref="Points"/>.</exception>
    public Nano? ValueAt(ReadPoint point) =>
        _slots[IndexOf(point)].Tally.Value(_scope.Measure.Aggregation, _scope.Measure.EmptyIsZero, _scope.Measure.Percentile);

    /// <summary>
    /// Returns the part of the window that has ended for a reader at <paramref name="point"/>; null if the point, or the window at its
    /// instant, is none of <see cref="Points"/>.
    /// </summary>
    public PeriodPart? PartAt(ReadPoint point)
    {
        var window = point with { Part = ReadPart.Window };
        return Points.Contains(point) && Points.Contains(window)
            ? PeriodPart.Of(ValueAt(point), ValueAt(window), _scope.Measure.SharesAt(point, At, _scope.Zone))
            : null;
    }

    /// <summary>Returns the state with more readings, which come in the order of their acceptance.</summary>
    public MeasureState With(ReadOnlySpan<Reading> readings)
    {
        var next = new MeasureState(_scope, At, (Slot[])_slots.Clone(), _future, _newest, _leaving);
        next.Add(readings);
        return next;
    }

    /// <summary>Returns the state at <paramref name="at"/> with more readings; null if <see cref="AdvanceTo"/> returns null.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="at"/> is before <see cref="At"/>.</exception>
    public MeasureState? AdvanceWith(ReadOnlySpan<Reading> readings, Instant at)
    {
        if (at == At && !IsFrozen)
        {
            return With(readings);
        }

        var next = IsFrozen ? null : AdvanceTo(at);
        next?.Add(readings);
        return next;
    }

    /// <summary>
    /// Returns the state at a later instant; null if it does not follow from what is kept, so that the caller must <see cref="Rebuild"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="at"/> is before <see cref="At"/>.</exception>
    public MeasureState? AdvanceTo(Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at.UnixMillis, At.UnixMillis, nameof(at));
        if (at == At)
        {
            return this;
        }

        if (at.UnixMillis >= _future.UnknownFrom || IsFrozen)
        {
            return null;
        }

        var slots = EmptySlots(_scope, at);
        for (var i = 0; i < slots.Length; i++)
        {
            if (!TryCarry(slots[i].Interval, out slots[i].Tally))
            {
                return null;
            }

            AddValues(ref slots[i], _future.Held);
            foreach (var reading in _future.Held)
            {
                // An interval ends at the new instant or before it, so a reading in it has come.
                if (slots[i].Interval.Contains(reading.Time))
                {
                    slots[i].Tally.Add(reading);
                }
            }
        }

        var newest = _newest;
        foreach (var reading in _future.Held)
        {
            newest = reading.Time <= at ? Math.Max(newest, reading.Time.UnixMillis) : newest;
        }

        return new(_scope, at, slots, _future.After(at), newest, LeavingAt(at));
    }

    /// <summary>
    /// Returns the state of the same goal at <paramref name="at"/>, from all its readings in the order of their acceptance.
    /// </summary>
    public MeasureState Rebuild(IEnumerable<Reading> history, Instant at)
    {
        const int Batch = 1024;
        var state = Create(_scope.Measure, _scope.Zone, _scope.Cycle, _scope.Points, at);
        foreach (var batch in history.Chunk(Batch))
        {
            state = state.With(batch);
        }

        return state;
    }

    private void Add(ReadOnlySpan<Reading> readings)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            ref var slot = ref _slots[i];
            var interval = slot.Interval;
            foreach (ref readonly var reading in readings)
            {
                if (interval.Contains(reading.Time))
                {
                    slot.Tally.Add(in reading);
                }
            }

            AddValues(ref slot, readings);
        }

        var at = At.UnixMillis;
        foreach (ref readonly var reading in readings)
        {
            var time = reading.Time.UnixMillis;
            if (time <= at)
            {
                _newest = Math.Max(_newest, time);
            }
            else
            {
                _future = _future.With(reading);
            }
        }

        _leaving = _leaving?.With(readings, _scope.WindowAt(At));
    }

    /// <summary>Adds the digits of those readings that lie in the interval of a slot, if percentiles are asked for.</summary>
    private void AddValues(ref Slot slot, ReadOnlySpan<Reading> readings)
    {
        if (!_scope.KeepsValues)
        {
            return;
        }

        var inside = new List<Reading>();
        foreach (ref readonly var reading in readings)
        {
            if (slot.Interval.Contains(reading.Time))
            {
                inside.Add(reading);
            }
        }

        if (inside.Count > 0)
        {
            slot.Tally.Values = (slot.Tally.Values ?? Histogram.Empty).With(inside);
        }
    }

    private static LeavingReadings NoneLeaving(MeasureScope scope) =>
        scope.KeepsValues ? LeavingReadings.NoneWithValues : LeavingReadings.None;

    private static Slot[] EmptySlots(MeasureScope scope, Instant at)
    {
        var slots = new Slot[scope.Points.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i].Interval = scope.Measure.IntervalAt(scope.Points[i], at, scope.Zone, scope.Cycle);
        }

        return slots;
    }

    // Finds the tally of the readings of an interval that are not after At. Returns false if it does not follow from what is kept.
    private bool TryCarry(Interval interval, out Tally tally)
    {
        tally = default;
        var upper = Instant.Min(interval.To, At);
        if (upper < interval.From || _newest < interval.From.UnixMillis)
        {
            return true;
        }

        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.HoldsAllOf(new(interval.From, upper), _newest))
            {
                tally = slot.Tally;
                return true;
            }
        }

        if (upper == At && _leaving?.From(interval.From) is { } left)
        {
            tally = left.Tally();
            return true;
        }

        return false;
    }

    private LeavingReadings? LeavingAt(Instant at)
    {
        if (!_scope.IsLeftAfter(at))
        {
            return null;
        }

        var window = _scope.WindowAt(at);
        return (_newest < window.From.UnixMillis ? NoneLeaving(_scope) : _leaving?.From(window.From))?.With(_future.Held, window);
    }

    private int IndexOf(ReadPoint point)
    {
        var index = Points.IndexOf(point);
        return index >= 0 ? index : throw new ArgumentException($"{point} is not read.", nameof(point));
    }

    private struct Slot
    {
        public Interval Interval;
        public Tally Tally;

        // Returns true if this slot holds exactly the readings of another interval. `newest` is the time of the newest reading of all.
        public readonly bool HoldsAllOf(Interval other, long newest) =>
            Interval.From <= other.From
            && (Tally.FirstTime is not { } first || first >= other.From)
            && (Interval.To >= other.To
                ? Tally.LastTime is not { } last || last <= other.To
                : newest <= Interval.To.UnixMillis);
    }
}
