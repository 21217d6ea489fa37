using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class StatusScheduleTests
{
    private const int Draws = 20_000;

    private static readonly StatusSchedule TenDays = Of("UTC", new(2026, 1, 1), new(2026, 1, 11));

    [Theory]
    [InlineData("2025-12-01T00:00:00Z", 0, "2026-01-01T00:00:00Z", Status.OnTrack)]
    [InlineData("2026-01-01T00:00:00Z", 0, "2026-01-01T12:00:00.001Z", Status.Behind)]
    [InlineData("2026-01-01T12:00:00Z", 0, "2026-01-01T12:00:00.001Z", Status.Behind)]
    [InlineData("2026-01-01T12:00:00.001Z", 0, "2026-01-03T12:00:00.001Z", Status.AtRisk)]
    [InlineData("2026-01-05T00:00:00Z", 0, "2026-01-11T00:00:00Z", Status.Missed)]
    [InlineData("2026-01-05T00:00:00Z", 700_000_000, "2026-01-08T12:00:00.001Z", Status.Behind)]
    [InlineData("2026-01-09T00:00:00Z", 700_000_000, "2026-01-10T12:00:00.001Z", Status.AtRisk)]
    [InlineData("2026-01-10T13:00:00Z", 700_000_000, "2026-01-11T00:00:00Z", Status.Succeeded)]
    public void A_score_that_stays_turns_with_the_expected_progress(string at, long score, string turn, Status status) =>
        Assert.Equal(
            new StatusChange(Instant.Parse(turn), status, null), TenDays.NextStatus(new(score), Portion.One, Instant.Parse(at)));

    [Theory]
    [InlineData("2026-01-05T00:00:00Z", 1_000_000_000, 1_000_000_000)]
    [InlineData("2026-01-05T00:00:00Z", 0, 0)]
    [InlineData("2026-01-11T00:00:00Z", 0, 1_000_000_000)]
    public void Achieved_without_data_and_after_the_end_nothing_changes(string at, long score, long coverage) =>
        Assert.Null(TenDays.NextStatus(new(score), new(coverage), Instant.Parse(at)));

    [Fact]
    public void The_grade_turns_with_the_end_whatever_the_status_does()
    {
        var at = Instant.Parse("2026-01-05T00:00:00Z");
        Assert.Equal(TenDays.Cycle.End, TenDays.NextVerdict(Portion.One, Portion.One, at));
        Assert.Equal(TenDays.Cycle.End, TenDays.NextVerdict(Portion.Zero, Portion.Zero, at));
        Assert.Equal(Instant.Parse("2026-01-08T12:00:00.001Z"), TenDays.NextVerdict(new(700_000_000), Portion.One, at));
        Assert.Null(TenDays.NextVerdict(Portion.Zero, Portion.One, TenDays.Cycle.End));
    }

    // Clocks go forward on 2026-03-08 and back on 2025-11-02; the zone left 2011-12-30 out.
    [Theory]
    [InlineData("America/Chicago", "2026-03-08", "2026-03-09", "2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z")]
    [InlineData("America/Chicago", "2025-11-02", "2025-11-03", "2025-11-02T05:00:00Z", "2025-11-03T06:00:00Z")]
    [InlineData("Europe/Berlin", "2025-12-31", "2026-01-01", "2025-12-30T23:00:00Z", "2025-12-31T23:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "2012-01-01", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")]
    public void Start_and_end_are_those_of_the_zone(string zone, string first, string last, string start, string end)
    {
        var day = Of(zone, DateOnly.Parse(first, null), DateOnly.Parse(last, null));
        Assert.Equal(
            new StatusChange(Instant.Parse(start), Status.OnTrack, null),
            day.NextStatus(Portion.Zero, Portion.One, Instant.Parse("2001-01-01T00:00:00Z")));
        Assert.Equal(
            new StatusChange(Instant.Parse(end), Status.Missed, null),
            day.NextStatus(Portion.Zero, Portion.One, new(Instant.Parse(end).UnixMillis - 1)));
    }

    /// <summary>
    /// A milestone at the exact start of the cycle expects nothing at the start and its whole progress from the next millisecond on.
    /// </summary>
    [Fact]
    public void A_milestone_that_the_zone_puts_at_the_start_counts_from_the_next_millisecond_on()
    {
        var pacing = Of("Pacific/Apia", new(2011, 12, 30), new(2012, 1, 9)) with { Milestones = [new(new(2011, 12, 31), new(500_000_000))] };
        Assert.Equal(
            new StatusChange(new(pacing.Cycle.Start.UnixMillis + 1), Status.AtRisk, null),
            pacing.NextStatus(Portion.Zero, Portion.One, pacing.Cycle.Start));
    }

    /// <summary>
    /// Compares with the definition itself: the status stays the same up to the millisecond before the change and is another at the change.
    /// </summary>
    [Fact]
    public void Every_turn_is_the_very_millisecond()
    {
        var seed = Seed();
        var random = new Random(seed);
        for (var i = 0; i < Draws; i++)
        {
            var pacing = Draw(random);
            var score = new Portion(random.Next(3) == 0 ? random.Next(11) * 100_000_000L : random.NextInt64(1_000_000_000));
            var length = pacing.Cycle.End.UnixMillis - pacing.Cycle.Start.UnixMillis;
            var at = new Instant(pacing.Cycle.Start.UnixMillis + random.NextInt64(-length / 4, length));
            var turn = pacing.NextStatus(score, Portion.One, at);
            Check(pacing, score, at, turn, $"OKR_SEED={seed}, draw {i}: {pacing} {score} at {at} turns {turn}", random);
        }
    }

    private static void Check(StatusSchedule pacing, Portion score, Instant at, StatusChange? turn, string context, Random random)
    {
        var now = StatusAt(pacing, score, at);
        var until = turn?.At ?? pacing.Cycle.End.Plus(100);
        Assert.True(turn is null || (turn.Value.At > at && turn.Value.Status == StatusAt(pacing, score, until)), context);
        Assert.True(turn is null || now != StatusAt(pacing, score, until), context);
        foreach (var before in Enumerable.Range(1, 3).Select(i => until.Plus(-i)).Append(at.Plus(random.NextInt64(until.UnixMillis - at.UnixMillis))))
        {
            Assert.True(before < at || StatusAt(pacing, score, before) == now, $"{context}, but {before} is {StatusAt(pacing, score, before)}");
        }
    }

    private static Status StatusAt(StatusSchedule pacing, Portion score, Instant at) => StatusRules.StatusOf(
        pacing.Cycle,
        StatusRules.Expected(pacing.Cycle, pacing.Milestones, pacing.Workspace, at),
        score,
        Portion.One,
        pacing.Commitment,
        pacing.Policy,
        at);

    private static StatusSchedule Draw(Random random)
    {
        string[] zones = ["UTC", "America/Chicago", "Pacific/Apia", "Australia/Lord_Howe"];
        DateOnly[] starts = [new(2011, 12, 28), new(2025, 11, 1), new(2026, 3, 7), new(2025, 12, 30), new(2011, 12, 30)];
        var start = starts[random.Next(starts.Length)];
        var days = 1 + random.Next(random.Next(2) == 0 ? 4 : 90);
        var dates = Enumerable.Range(0, random.Next(4)).Select(_ => 1 + random.Next(Math.Max(1, days - 1)))
            .Where(day => day < days).Distinct().Order().ToList();
        var progress = dates.Select(_ => random.Next(3) == 0 ? 500_000_000 : random.NextInt64(1_000_000_001)).Order().ToList();
        return Of(zones[random.Next(zones.Length)], start, start.AddDays(days)) with
        {
            Milestones = [.. dates.Zip(progress, (day, grid) => new Milestone(start.AddDays(day), new(grid)))],
            Policy = random.Next(2) == 0 ? new() : new()
            {
                BehindAfter = new(random.NextInt64(400_000_000)), AtRiskAfter = new(random.NextInt64(600_000_000)),
            },
            Commitment = random.Next(2) == 0 ? Commitment.Committed : Commitment.Aspirational,
        };
    }

    private static StatusSchedule Of(string zone, DateOnly start, DateOnly end) => new(
        CycleSpan.Of(new("c", start, end, Duration.Zero), Zone.Find(zone)), [], Zone.Find(zone), new(), Commitment.Aspirational);

    private static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("OKR_SEED"), out var seed) ? seed : Random.Shared.Next();
}
