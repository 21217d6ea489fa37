using System.Globalization;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Tests.Time;

public sealed class ZoneTests
{
    [Theory]
    [InlineData("America/Chicago", true)]
    [InlineData("UTC", true)]
    [InlineData("US/Central", true)]
    [InlineData(null, true)]
    [InlineData("america/chicago", false)]
    [InlineData("UTC+3", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    public void Only_IANA_names_are_zones(string? name, bool known) => Assert.Equal(known, Zone.TryFind(name, out _));

    [Theory]
    [InlineData("America/Chicago", "2001-04-01", "2001-04-01T06:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")] // midnight is skipped
    [InlineData("America/Havana", "2020-11-01", "2020-11-01T04:00:00Z")] // midnight comes twice
    [InlineData("America/St_Johns", "2006-10-29", "2006-10-29T02:30:00Z")] // at 00:01 clocks go back to 23:01 the day before
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z")] // the date does not exist
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-03-01", "2026-02-28T18:15:00Z")]
    [InlineData("UTC", "0001-01-01", "0001-01-01T00:00:00Z")]
    [InlineData("Pacific/Auckland", "0001-01-01", "0001-01-01T00:00:00Z")] // the date starts before time begins
    [InlineData("America/New_York", "9999-12-31", "9999-12-31T05:00:00Z")]
    public void A_date_starts_at_the_first_instant_of_that_local_date_or_later(string zone, string date, string expected) =>
        Assert.Equal(expected, Zone.Find(zone).StartOf(DateOnly.Parse(date, CultureInfo.InvariantCulture)).ToString());

    [Theory]
    [InlineData("UTC", CalendarPeriod.Week, "2026-01-01T00:00:00Z", "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z")]
    [InlineData("UTC", CalendarPeriod.Week, "2026-01-04T23:59:59.999Z", "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z")]
    [InlineData("UTC", CalendarPeriod.Quarter, "2026-03-31T23:59:59.999Z", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z")]
    [InlineData("UTC", CalendarPeriod.Year, "2024-12-31T23:59:59.999Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData("America/Chicago", CalendarPeriod.Day, "2026-03-08T12:00:00Z", "2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z")]
    [InlineData("America/Chicago", CalendarPeriod.Month, "2026-03-15T12:00:00Z", "2026-03-01T06:00:00Z", "2026-04-01T05:00:00Z")]
    [InlineData("Asia/Kathmandu", CalendarPeriod.Hour, "2026-03-01T12:20:00Z", "2026-03-01T12:15:00Z", "2026-03-01T13:15:00Z")]
    [InlineData("America/St_Johns", CalendarPeriod.Day, "2006-10-29T03:00:00Z", "2006-10-29T02:30:00Z", "2006-10-30T03:30:00Z")]
    [InlineData("Australia/Lord_Howe", CalendarPeriod.Hour, "2026-04-04T14:45:00Z", "2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z")]
    [InlineData("Australia/Lord_Howe", CalendarPeriod.Hour, "2026-04-04T15:15:00Z", "2026-04-04T14:30:00Z", "2026-04-04T15:30:00Z")]
    [InlineData("Pacific/Apia", CalendarPeriod.Day, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")]
    [InlineData("Pacific/Apia", CalendarPeriod.Week, "2011-12-30T09:59:59.999Z", "2011-12-26T10:00:00Z", "2012-01-01T10:00:00Z")]
    public void A_period_is_half_open_between_the_starts_of_dates(
        string zone, CalendarPeriod period, string at, string start, string end) =>
        Assert.Equal(new Period(Instant.Parse(start), Instant.Parse(end)), Zone.Find(zone).PeriodOf(period, Instant.Parse(at)));

    [Theory]
    [InlineData("UTC", CalendarPeriod.Month, "2026-03-31T12:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("UTC", CalendarPeriod.Quarter, "2026-01-01T00:00:00Z", "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    [InlineData("America/Chicago", CalendarPeriod.Day, "2026-03-09T12:00:00Z", "2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z")]
    [InlineData("America/Chicago", CalendarPeriod.Hour, "2026-03-08T08:30:00Z", "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("Pacific/Apia", CalendarPeriod.Day, "2011-12-30T10:00:00Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")]
    public void The_previous_period_ends_where_the_current_one_starts(
        string zone, CalendarPeriod period, string at, string start, string end) =>
        Assert.Equal(new Period(Instant.Parse(start), Instant.Parse(end)), Zone.Find(zone).PreviousPeriod(period, Instant.Parse(at)));

    [Fact]
    public void An_hour_ends_early_where_the_clocks_move_by_part_of_one()
    {
        // At 23:30 clocks go forward to midnight.
        var (zone, move) = (Zone.Find("Asia/Pyongyang"), Instant.Parse("2018-05-04T15:00:00Z"));
        Assert.Equal(move, zone.NextEdge(CalendarPeriod.Hour, Instant.Parse("2018-05-04T14:45:00Z")));
        Assert.Equal(new Period(move, Instant.Parse("2018-05-04T16:00:00Z")), zone.PeriodOf(CalendarPeriod.Hour, move));
    }

    public static TheoryData<CalendarPeriod> Periods => [.. Enum.GetValues<CalendarPeriod>()];

    [Theory]
    [MemberData(nameof(Periods))]
    public void The_ends_of_time_are_ordinary_instants(CalendarPeriod period)
    {
        foreach (var name in new[] { "UTC", "Pacific/Kiritimati", "America/Adak", "Pacific/Apia", "Asia/Kathmandu" })
        {
            var zone = Zone.Find(name);
            foreach (var at in new[] { Instant.Earliest, Instant.Latest })
            {
                Assert.True(zone.PeriodOf(period, at).Contains(at), $"{name} {at}");
                Assert.True(zone.PreviousPeriod(period, at).End <= at, $"{name} {at}");
            }

            Assert.Null(zone.NextEdge(period, Instant.Latest));
        }
    }

    [Theory]
    [MemberData(nameof(Periods))]
    public void Periods_follow_each_other_without_gap_at_their_edges(CalendarPeriod period)
    {
        foreach (var name in new[] { "UTC", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana" })
        {
            var zone = Zone.Find(name);
            var at = Instant.Parse("2006-10-27T00:00:00Z");
            for (var i = 0; i < 200; i++)
            {
                var edge = zone.NextEdge(period, at) ?? throw new InvalidOperationException("Time does not end here.");
                Assert.Equal(zone.PeriodOf(period, at), zone.PeriodOf(period, new(edge.UnixMillis - 1)));
                Assert.NotEqual(zone.PeriodOf(period, at), zone.PeriodOf(period, edge));
                at = edge;
            }
        }
    }
}
