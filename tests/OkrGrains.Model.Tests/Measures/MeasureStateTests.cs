using System.Buffers;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Tests.Measures;

public sealed class MeasureStateTests
{
    private static readonly ReadPoint Previous = new(Instant.Latest, ReadPart.PreviousPeriod);

    [Fact]
    public void Readings_to_come_count_when_their_time_comes()
    {
        var state = Of(new AllWindow(), "2026-01-01T00:00:00Z").With([At("2026-01-01T00:00:05Z", 5), At("2026-01-01T00:00:02Z", 2)]);
        Assert.Null(state.ValueAt(ReadPoint.Now));
        Assert.Null(state.Newest);
        Assert.Equal("2026-01-01T00:00:02Z", state.ValidUntil?.ToString());

        var later = state.AdvanceTo(Instant.Parse("2026-01-01T00:00:02Z"))!;
        Assert.Equal("2", later.ValueAt(ReadPoint.Now)?.ToString());
        Assert.Equal("2026-01-01T00:00:02Z", later.Newest?.ToString());
        Assert.Equal("2026-01-01T00:00:05Z", later.ValidUntil?.ToString());
        Assert.Equal("7", later.AdvanceTo(Instant.Parse("2026-01-02T00:00:00Z"))!.ValueAt(ReadPoint.Now)?.ToString());
    }

    [Fact]
    public void More_readings_to_come_than_are_kept_need_the_history_in_the_end()
    {
        var start = Instant.Parse("2026-01-01T00:00:00Z");
        var readings = Enumerable.Range(1, 100).Select(i => new Reading(start.Plus(i * 1000), new(i))).Reverse().ToArray();
        var state = Of(new AllWindow(), "2026-01-01T00:00:00Z").With(readings);
        Assert.Equal(new Nano(32 * 33 / 2), state.AdvanceTo(start.Plus(32_000))!.ValueAt(ReadPoint.Now));
        Assert.Null(state.AdvanceTo(start.Plus(33_000)));
        Assert.Equal(new Nano(33 * 34 / 2), state.Rebuild(readings, start.Plus(33_000)).ValueAt(ReadPoint.Now));
    }

    [Fact]
    public void A_month_that_ends_becomes_the_previous_one_without_its_history()
    {
        var state = Of(new CalendarWindow(CalendarPeriod.Month), "2026-01-31T00:00:00Z", ReadPoint.Now, Previous)
            .With([At("2025-12-31T23:59:59.999Z", 1), At("2026-01-01T00:00:00Z", 2), At("2026-01-31T23:59:59.999Z", 4)]);
        Assert.Equal("2", state.ValueAt(ReadPoint.Now)?.ToString());
        Assert.Equal("1", state.ValueAt(Previous)?.ToString());

        var next = state.AdvanceTo(Instant.Parse("2026-02-01T00:00:00Z"))!;
        Assert.Null(next.ValueAt(ReadPoint.Now));
        Assert.Equal("6", next.ValueAt(Previous)?.ToString());
        Assert.Equal("14", next.With([At("2026-01-15T00:00:00Z", 8)]).ValueAt(Previous)?.ToString());
    }

    [Fact]
    public void The_share_of_a_window_grows_though_nothing_is_in_it()
    {
        var days = ReadPoint.Now.PartFor(Prorate.Day);
        var measure = new Measure
        {
            Aggregation = Aggregation.Sum, EmptyIsZero = true, Window = new CalendarWindow(CalendarPeriod.Month),
        };
        var state = MeasureState.Create(measure, Zone.Utc, null, [ReadPoint.Now, days], Instant.Parse("2026-01-03T00:00:00Z"));
        Assert.Equal(new PeriodPart(Nano.Zero, 2, 31), state.PartAt(days));
        Assert.Equal("2026-01-03T23:59:59.999Z", state.ValidUntil?.ToString());

        var february = state.AdvanceTo(Instant.Parse("2026-02-02T00:00:00Z"))!;
        Assert.Equal(new PeriodPart(Nano.Zero, 1, 28), february.PartAt(days));
    }

    [Fact]
    public void A_reading_leaves_a_rolling_window_at_the_millisecond()
    {
        var state = Of(new RollingWindow(new(86_400_000)), "2026-01-01T12:00:00Z")
            .With([At("2026-01-01T00:00:00Z", 1), At("2026-01-01T06:00:00Z", 2)]);
        Assert.Equal("2026-01-02T00:00:00Z", state.ValidUntil?.ToString());
        Assert.Equal("3", state.AdvanceTo(Instant.Parse("2026-01-01T23:59:59.999Z"))!.ValueAt(ReadPoint.Now)?.ToString());
        Assert.Equal("2", state.AdvanceTo(Instant.Parse("2026-01-02T00:00:00Z"))!.ValueAt(ReadPoint.Now)?.ToString());
        Assert.Null(state.AdvanceTo(Instant.Parse("2026-01-02T06:00:00Z"))!.ValueAt(ReadPoint.Now));
    }

    [Fact]
    public void A_pinned_reader_keeps_its_value_and_takes_late_readings()
    {
        var pinned = new ReadPoint(Instant.Parse("2026-01-31T23:59:59.999Z"), ReadPart.Window);
        var state = Of(new CalendarWindow(CalendarPeriod.Month), "2026-01-15T00:00:00Z", ReadPoint.Now, pinned)
            .With([At("2026-01-10T00:00:00Z", 1)])
            .AdvanceTo(Instant.Parse("2026-03-01T00:00:00Z"))!
            .With([At("2026-01-31T23:59:59.999Z", 2), At("2026-02-01T00:00:00Z", 4)]);
        Assert.Equal("3", state.ValueAt(pinned)?.ToString());
        Assert.Null(state.ValueAt(ReadPoint.Now));
        Assert.Equal("2026-04-01T00:00:00Z", state.ValidUntil?.ToString());
    }

    [Fact]
    public void A_cycle_counts_from_its_start_to_before_its_end()
    {
        var cycle = new CycleSpan(Instant.Parse("2026-01-02T00:00:00Z"), Instant.Parse("2026-01-03T00:00:00Z"));
        var state = MeasureState.Create(Sum(new CycleWindow()), Zone.Utc, cycle, [cycle.Reads], Instant.Parse("2026-02-01T00:00:00Z"))
            .With([At("2026-01-01T23:59:59.999Z", 1), At("2026-01-02T00:00:00Z", 2)])
            .With([At("2026-01-02T23:59:59.999Z", 4), At("2026-01-03T00:00:00Z", 8)]);
        Assert.Equal("6", state.ValueAt(cycle.Reads)?.ToString());
        Assert.Null(state.ValidUntil);
    }

    [Fact]
    public void Its_row_does_not_grow_with_the_readings()
    {
        var start = Instant.Parse("2026-01-01T00:00:00Z");
        var state = Of(new AllWindow(), "2026-06-01T00:00:00Z");
        var readings = Enumerable.Range(0, 100_000).Select(i => new Reading(start.Plus(i), new(i * 1_000_000_007L))).ToArray();
        Assert.InRange(RowOf(state.With(readings)).Length, 1, 100);
    }

    [Fact]
    public void A_damaged_or_foreign_row_is_not_read()
    {
        var month = Sum(new CalendarWindow(CalendarPeriod.Month));
        var state = Of(month.Window, "2026-01-15T00:00:00Z").With([At("2026-01-10T00:00:00Z", 1), At("2026-01-20T00:00:00Z", 2)]);
        var row = RowOf(state);
        Assert.Equal("1", MeasureState.Read(row, month, Zone.Utc, null, [ReadPoint.Now])?.ValueAt(ReadPoint.Now)?.ToString());
        Assert.Null(MeasureState.Read(row, month, Zone.Find("Europe/Berlin"), null, [ReadPoint.Now]));
        Assert.Null(MeasureState.Read(row, Sum(new AllWindow()), Zone.Utc, null, [ReadPoint.Now]));
        Assert.Null(MeasureState.Read(row, month, Zone.Utc, null, [Previous]));
        Assert.Null(MeasureState.Read(row, month, Zone.Utc, null, [ReadPoint.Now, Previous]));
        Assert.Null(MeasureState.Read([.. row, 0], month, Zone.Utc, null, [ReadPoint.Now]));
        Assert.Null(MeasureState.Read([99, .. row.AsSpan(1)], month, Zone.Utc, null, [ReadPoint.Now]));
        for (var length = 0; length < row.Length; length++)
        {
            Assert.Null(MeasureState.Read(row.AsSpan(0, length), month, Zone.Utc, null, [ReadPoint.Now]));
        }
    }

    [Fact]
    public void A_row_tells_its_own_read_points()
    {
        var month = Sum(new CalendarWindow(CalendarPeriod.Month));
        var state = Of(month.Window, "2026-01-15T00:00:00Z", ReadPoint.Now, Previous).With([At("2026-01-10T00:00:00Z", 1)]);
        Assert.Equal([ReadPoint.Now, Previous], MeasureState.Read(RowOf(state), month, Zone.Utc, null)!.Points.AsEnumerable());
        Assert.Null(MeasureState.Read(RowOf(state), Sum(new AllWindow()), Zone.Utc, null));
        Assert.Null(MeasureState.Read(RowOf(state), Sum(new CalendarWindow(CalendarPeriod.Year)), Zone.Utc, null));
        Assert.Null(MeasureState.Read([], month, Zone.Utc, null));
    }

    [Fact]
    public void Any_bytes_are_a_row_or_none()
    {
        const int Seed = 4;
        var random = new Random(Seed);
        var month = Sum(new CalendarWindow(CalendarPeriod.Month));
        var row = RowOf(Of(month.Window, "2026-01-15T00:00:00Z", ReadPoint.Now, Previous).With([At("2026-01-20T00:00:00Z", 1)]));
        for (var i = 0; i < 5_000; i++)
        {
            var damaged = row.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            _ = MeasureState.Read(damaged, month, Zone.Utc, null);
            _ = MeasureState.Read(damaged, month, Zone.Utc, null, [ReadPoint.Now, Previous]);
        }
    }

    [Fact]
    public void To_advance_with_readings_is_to_advance_and_then_to_take_them_and_leaves_what_was()
    {
        var at = Instant.Parse("2026-01-02T00:00:00Z");
        Reading[] more = [At("2026-01-01T23:00:00Z", 4), At("2026-01-03T00:00:00Z", 8)];
        foreach (var window in new Window[] { new AllWindow(), new CalendarWindow(CalendarPeriod.Month), new RollingWindow(new(86_400_000)) })
        {
            var state = Of(window, "2026-01-01T12:00:00Z").With([At("2026-01-01T00:00:00Z", 1), At("2026-01-01T06:00:00Z", 2)]);
            var row = RowOf(state);
            Assert.Equal(RowOf(state.AdvanceTo(at)!.With(more)), RowOf(state.AdvanceWith(more, at)!));
            Assert.Equal(RowOf(state.With(more)), RowOf(state.AdvanceWith(more, state.At)!));
            Assert.Equal(row, RowOf(state));
        }
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        var state = Of(new AllWindow(), "2026-01-02T00:00:00Z");
        Assert.Throws<ArgumentOutOfRangeException>(() => state.AdvanceTo(Instant.Parse("2026-01-01T00:00:00Z")));
    }

    private static byte[] RowOf(MeasureState state)
    {
        var row = new ArrayBufferWriter<byte>();
        state.Write(row);
        return row.WrittenSpan.ToArray();
    }

    private static MeasureState Of(Window window, string at, params ReadPoint[] points) =>
        MeasureState.Create(Sum(window), Zone.Utc, null, points is [] ? [ReadPoint.Now] : [.. points], Instant.Parse(at));

    private static Measure Sum(Window window) => new() { Aggregation = Aggregation.Sum, Window = window };

    private static Reading At(string time, long value) => new(Instant.Parse(time), new(value * Nano.UnitsPerOne));
}
