using System.Buffers;
using System.Collections.Immutable;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Tests.Measures;

/// <summary>A random goal that takes readings, with the state under test and the means to compute the same from scratch.</summary>
internal sealed class History
{
    private const long Hour = 3_600_000;
    private static readonly GoalName Goal = new(GoalKind.Kpi, "any");
    private static readonly string[] Zones = ["UTC", "America/Chicago", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"];
    private static readonly string[] Starts =
        ["2026-03-07T12:00:00Z", "2026-04-04T14:00:00Z", "2006-10-28T20:00:00Z", "2011-12-29T12:00:00Z", "2025-12-31T20:00:00Z"];

    private readonly Random _random;
    private readonly Measure _measure;
    private readonly Zone _zone;
    private readonly CycleSpan? _cycle;
    private readonly ImmutableArray<ReadPoint> _points;
    private readonly List<Reading> _accepted = [];

    public History(int seed)
    {
        _random = new(seed);
        var start = Instant.Parse(Starts[_random.Next(Starts.Length)]);
        _zone = Zone.Find(Zones[_random.Next(Zones.Length)]);
        _cycle = _random.Next(3) == 0 ? new(start.Plus(Some(20 * Hour)), start.Plus((30 * Hour) + Some(40 * Hour))) : null;
        _measure = new()
        {
            Aggregation = (Aggregation)_random.Next(7),
            Percentile = _random.Next(3) == 0 ? 50_000 : _random.Next(1, 100_001),
            EmptyIsZero = _random.Next(2) == 0,
            Window = AnyWindow(),
        };
        _points = AnyPoints(start);
        State = MeasureState.Create(_measure, _zone, _cycle, _points, start);
    }

    public MeasureState State { get; private set; }

    public int Rebuilds { get; private set; }

    /// <summary>How often something was added to a state that only knew the values of its percentiles.</summary>
    public int Frozen { get; private set; }

    public override string ToString() =>
        $"{_measure} in {_zone}, {_cycle}, at {State.At}, points {string.Join(", ", _points)}, {_accepted.Count} readings";

    public void Step()
    {
        switch (_random.Next(4))
        {
            case 0:
                Advance(State.At.Plus(_random.Next(3) == 0 ? Some(60 * Hour) : Some(2 * Hour)));
                break;
            case 1 when State.ValidUntil is { } edge:
                Advance(edge.Plus(-_random.Next(2)));
                break;
            case 2:
                State = ReadBack(State) ?? throw new InvalidOperationException("A row that was just written is not read.");
                break;
            default:
                Accept();
                break;
        }
    }

    /// <summary>
    /// Returns true if value, number of readings and newest reading equal those computed from scratch, and stay so until the state's next
    /// change by the clock.
    /// </summary>
    public bool IsExact() => IsExact(State, State.At) && Unchanged();

    // A state whose row held no more than the values of percentiles can only be shown, and not go on without the history.
    private bool IsFrozen => State.AdvanceWith([], State.At) is null;

    private bool Unchanged()
    {
        var limit = State.ValidUntil ?? State.At.Plus(1000 * Hour);
        var before = limit.Plus(-1);
        var between = State.At.Plus(_random.NextInt64(before.UnixMillis - State.At.UnixMillis + 1));
        return limit > State.At
            && IsExact(State, between)
            && IsExact(State, before)
            && (State.ValidUntil is null || IsFrozen || State.AdvanceTo(before) is { } there && IsExact(there, before));
    }

    private bool IsExact(MeasureState state, Instant at)
    {
        var history = new ReadingHistory(new Dictionary<GoalName, IReadOnlyList<Reading>> { [Goal] = _accepted });
        return state.Newest == history.Newest(Goal, at) && _points.All(point =>
        {
            var interval = _measure.IntervalAt(point, at, _zone, _cycle);
            return state.ValueAt(point) == history.Value(Goal, _measure, interval)
                && state.TallyAt(point).Count == _accepted.Count(reading => interval.Contains(reading.Time))
                && (!point.IsEndedPart || IsSame(state.PartAt(point), Part(history, point, at)));
        });
    }

    // Without a value nobody asks how much has ended.
    private static bool IsSame(PeriodPart? part, PeriodPart scratch) => part == scratch || (part?.Value is null && scratch.Value is null);

    private PeriodPart Part(ReadingHistory history, ReadPoint point, Instant at) =>
        history.Part(Goal, _measure, point.Part == ReadPart.EndedDays ? Prorate.Day : Prorate.Hour, point.InstantAt(at), _zone);

    private void Advance(Instant at)
    {
        at = Instant.Max(at, State.At);
        if (State.AdvanceTo(at) is { } there)
        {
            State = there;
        }
        else
        {
            State = State.Rebuild(_accepted, at);
            Rebuilds++;
        }
    }

    private void Accept()
    {
        var many = _measure.Aggregation == Aggregation.Percentile ? 600 : 60;
        var batch = new Reading[_random.Next(1, _random.Next(8) == 0 ? many : 4)];
        for (var i = 0; i < batch.Length; i++)
        {
            // Times rounded to ten minutes make equal ones likely; one time in five has not come yet.
            var time = State.At.Plus(_random.Next(5) == 0 ? Some(4 * Hour) : -Some(50 * Hour));
            time = _random.Next(2) == 0 ? time : new(time.UnixMillis - (time.UnixMillis % (10 * 60_000)));
            batch[i] = new(time, new((Int128)_random.NextInt64(-5_000_000_000, 5_000_000_000) << _random.Next(40)));
        }

        var before = State;
        var value = before.ValueAt(ReadPoint.Now);
        _accepted.AddRange(batch);
        if (before.AdvanceWith(batch, before.At) is { } next)
        {
            State = next;
        }
        else
        {
            // The row that was read back last held no more than the values of percentiles.
            State = before.Rebuild(_accepted, before.At);
            Frozen++;
        }

        Assert.Equal(value, before.ValueAt(ReadPoint.Now));
    }

    private MeasureState? ReadBack(MeasureState state)
    {
        var row = new ArrayBufferWriter<byte>();
        state.Write(row);
        return MeasureState.Read(row.WrittenSpan, _measure, _zone, _cycle, _points);
    }

    private Window AnyWindow() => _random.Next(7) switch
    {
        0 => new AllWindow(),
        1 => new RollingWindow(new(1 + Some(30 * Hour))),
        2 => new CycleWindow(),
        3 => new CompleteWindow((CalendarPeriod)_random.Next(2, 7)),
        _ => new CalendarWindow((CalendarPeriod)_random.Next(1, 7)),
    };

    private ImmutableArray<ReadPoint> AnyPoints(Instant start)
    {
        var points = new List<ReadPoint> { ReadPoint.Now };
        if (_measure.Window is CalendarWindow or CompleteWindow)
        {
            foreach (var unit in Units())
            {
                points.Add(new ReadPoint(Instant.Latest, default).PartFor(unit));
                points.Add(new ReadPoint(start.Plus(Some(40 * Hour)), default).PartFor(unit));
            }

            points.Add(new(Instant.Latest, ReadPart.PreviousPeriod));
            points.Add(new(start.Plus(Some(40 * Hour)), ReadPart.PreviousPeriod));
        }

        points.Add(new(start.Plus(Some(40 * Hour)), ReadPart.Window));
        points.Add(new(start.Plus(-Some(20 * Hour)), ReadPart.Window));
        return _measure.PointsFor(points, Units().Append(Prorate.None).OrderBy(_ => _random.Next()).First());
    }

    // The units of which the window is made.
    private IEnumerable<Prorate> Units() => _measure.Window switch
    {
        CompleteWindow => [Prorate.Day, Prorate.Hour],
        CalendarWindow { Period: > CalendarPeriod.Day } => [Prorate.Day, Prorate.Hour],
        CalendarWindow { Period: CalendarPeriod.Day } => [Prorate.Hour],
        _ => [],
    };

    private long Some(long limit) => _random.NextInt64(limit);
}
