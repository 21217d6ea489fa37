using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Tests.Measures;

public sealed class WindowTests
{
    private static readonly Instant At = Instant.Parse("2026-03-11T10:20:30Z");

    [Fact]
    public void All_readings_up_to_the_instant_count() => Assert.Equal(new(Instant.Earliest, At), Of(new AllWindow(), ReadPoint.Now));

    [Fact]
    public void A_rolling_window_leaves_out_its_first_edge() =>
        Assert.Equal(new(At.Plus(-999), At), Of(new RollingWindow(new(1000)), ReadPoint.Now));

    [Fact]
    public void A_rolling_window_longer_than_time_holds_all() =>
        Assert.Equal(new(Instant.Earliest, At), Of(new RollingWindow(Duration.Longest), ReadPoint.Now));

    [Theory]
    [InlineData(CalendarPeriod.Hour, "2026-03-11T10:00:00Z")]
    [InlineData(CalendarPeriod.Day, "2026-03-11T00:00:00Z")]
    [InlineData(CalendarPeriod.Week, "2026-03-09T00:00:00Z")]
    [InlineData(CalendarPeriod.Month, "2026-03-01T00:00:00Z")]
    [InlineData(CalendarPeriod.Quarter, "2026-01-01T00:00:00Z")]
    [InlineData(CalendarPeriod.Year, "2026-01-01T00:00:00Z")]
    public void A_calendar_window_begins_with_its_period(CalendarPeriod period, string start) =>
        Assert.Equal(new(Instant.Parse(start), At), Of(new CalendarWindow(period), ReadPoint.Now));

    [Fact]
    public void The_previous_period_is_whole() => Assert.Equal(
        new(Instant.Parse("2026-02-01T00:00:00Z"), Instant.Parse("2026-02-28T23:59:59.999Z")),
        Of(new CalendarWindow(CalendarPeriod.Month), new(Instant.Latest, ReadPart.PreviousPeriod)));

    [Fact]
    public void A_pinned_reader_reads_not_after_its_bound()
    {
        var bound = Instant.Parse("2026-02-10T00:00:00Z");
        var month = new CalendarWindow(CalendarPeriod.Month);
        Assert.Equal(new(Instant.Parse("2026-02-01T00:00:00Z"), bound), Of(month, new(bound, ReadPart.Window)));
        Assert.Equal(
            new(Instant.Parse("2026-01-01T00:00:00Z"), Instant.Parse("2026-01-31T23:59:59.999Z")), Of(month, new(bound, ReadPart.PreviousPeriod)));
    }

    [Fact]
    public void A_cycle_window_is_half_open_and_everything_without_a_cycle()
    {
        var cycle = new CycleSpan(At.Plus(-500), At);
        Assert.Equal(new(At.Plus(-500), At.Plus(-1)), Of(new CycleWindow(), ReadPoint.Now, cycle));
        Assert.Equal(new(Instant.Earliest, At), Of(new CycleWindow(), ReadPoint.Now));
        var before = Of(new CycleWindow(), ReadPoint.Now, new CycleSpan(At.Plus(1), At.Plus(9)));
        Assert.False(before.Contains(At));
        Assert.False(before.Contains(At.Plus(1)));
    }

    [Fact]
    public void Only_a_calendar_has_a_previous_period() =>
        Assert.Throws<InvalidOperationException>(() => Of(new AllWindow(), new(Instant.Latest, ReadPart.PreviousPeriod)));

    private static Interval Of(Window window, ReadPoint point, CycleSpan? cycle = null) =>
        new Measure { Window = window }.IntervalAt(point, At, Zone.Utc, cycle);
}
