using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class StatusRulesTests
{
    private static readonly CycleSpan TenDays =
        CycleSpan.Of(new("ten", new(2026, 1, 1), new(2026, 1, 11), Duration.Zero), Zone.Utc);

    private static readonly Instant Middle = Instant.Parse("2026-01-06T00:00:00Z");

    [Theory]
    [InlineData("2025-12-31T23:59:59.999Z", "0")]
    [InlineData("2026-01-01T00:00:00Z", "0")]
    [InlineData("2026-01-01T00:00:00.001Z", "0.000000001")]
    [InlineData("2026-01-06T00:00:00Z", "0.5")]
    [InlineData("2026-01-10T23:59:59.999Z", "0.999999999")]
    [InlineData("2026-01-11T00:00:00Z", "1")]
    public void Without_milestones_expected_progress_is_linear(string at, string expected) =>
        Assert.Equal(expected, StatusRules.Expected(TenDays, [], Zone.Utc, Instant.Parse(at)).ToString());

    [Theory]
    [InlineData("2026-01-02T00:00:00Z", "0.05")]
    [InlineData("2026-01-03T00:00:00Z", "0.1")]
    [InlineData("2026-01-04T00:00:00Z", "0.1")]
    [InlineData("2026-01-05T00:00:00Z", "0.1")]
    [InlineData("2026-01-08T00:00:00Z", "0.55")]
    public void Milestones_bend_the_line(string at, string expected)
    {
        Milestone[] milestones = [new(new(2026, 1, 3), new(100_000_000)), new(new(2026, 1, 5), new(100_000_000))];
        Assert.Equal(expected, StatusRules.Expected(TenDays, [.. milestones], Zone.Utc, Instant.Parse(at)).ToString());
    }

    [Fact]
    public void A_milestone_starts_in_the_zone_of_the_workspace()
    {
        var zone = Zone.Find("America/Chicago");
        var cycle = CycleSpan.Of(new("march", new(2026, 3, 1), new(2026, 4, 1), Duration.Zero), zone);
        Assert.Equal("2026-03-01T06:00:00Z", cycle.Start.ToString());
        Assert.Equal("2026-04-01T05:00:00Z", cycle.End.ToString());
        var milestone = new Milestone(new(2026, 3, 9), new(400_000_000));
        Assert.Equal("0.4", StatusRules.Expected(cycle, [milestone], zone, Instant.Parse("2026-03-09T05:00:00Z")).ToString());
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 3, 2)]
    public void A_tie_between_milestones_rounds_the_whole_to_even(long before, long after, long expected)
    {
        var cycle = new CycleSpan(new(0), new(4 * 86_400_000));
        Milestone[] milestones = [new(new(1970, 1, 2), new(before)), new(new(1970, 1, 4), new(after))];
        Assert.Equal(expected, StatusRules.Expected(cycle, [.. milestones], Zone.Utc, new(2 * 86_400_000)).Grid);
    }

    [Fact]
    public void Reading_ends_with_the_cycle_and_baselines_are_captured_before_it()
    {
        Assert.Equal("2026-01-10T23:59:59.999Z", TenDays.Reads.NotAfter.ToString());
        Assert.Equal("2025-12-31T23:59:59.999Z", TenDays.Captures.NotAfter.ToString());
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59.999Z", 0, 1_000_000_000, 1_000_000_000, Status.NotStarted)]
    [InlineData("2025-12-31T23:59:59.999Z", 0, 0, 0, Status.NotStarted)]
    [InlineData("2026-01-01T00:00:00Z", 0, 1_000_000_000, 0, Status.NoData)]
    [InlineData("2026-01-01T00:00:00Z", 0, 1_000_000_000, 1, Status.Achieved)]
    [InlineData("2026-01-01T00:00:00Z", 0, 0, 1, Status.OnTrack)]
    [InlineData("2026-01-06T00:00:00Z", 500_000_000, 450_000_000, 1, Status.OnTrack)]
    [InlineData("2026-01-06T00:00:00Z", 500_000_000, 449_999_999, 1, Status.Behind)]
    [InlineData("2026-01-06T00:00:00Z", 500_000_000, 250_000_000, 1, Status.Behind)]
    [InlineData("2026-01-06T00:00:00Z", 500_000_000, 249_999_999, 1, Status.AtRisk)]
    [InlineData("2026-01-10T23:59:59.999Z", 999_999_999, 700_000_000, 1, Status.AtRisk)]
    [InlineData("2026-01-11T00:00:00Z", 1_000_000_000, 700_000_000, 1, Status.Succeeded)]
    [InlineData("2026-01-11T00:00:00Z", 1_000_000_000, 699_999_999, 1, Status.Missed)]
    [InlineData("2026-01-11T00:00:00Z", 1_000_000_000, 0, 0, Status.NoData)]
    public void Status_is_the_first_that_matches(string at, long expected, long score, long coverage, Status status) => Assert.Equal(
        status,
        StatusRules.StatusOf(TenDays, new(expected), new(score), new(coverage), Commitment.Aspirational, new Policy(), Instant.Parse(at)));

    [Fact]
    public void Committed_means_that_only_1_is_a_success()
    {
        Assert.Equal(Status.Missed, StatusRules.StatusOf(
            TenDays, Portion.One, new(999_999_999), Portion.One, Commitment.Committed, new Policy(), TenDays.End));
        Assert.Equal(Status.Achieved, StatusRules.StatusOf(
            TenDays, Portion.One, Portion.One, Portion.One, Commitment.Committed, new Policy(), TenDays.End));
    }

    [Theory]
    [InlineData(0, 0, Status.NoData)]
    [InlineData(0, 1, Status.OnTrack)]
    [InlineData(1_000_000_000, 1, Status.Achieved)]
    public void Without_a_cycle_nothing_is_late(long score, long coverage, Status status) => Assert.Equal(
        status, StatusRules.StatusOf(null, default, new(score), new(coverage), Commitment.Aspirational, new Policy(), Middle));

    [Theory]
    [InlineData(Commitment.Aspirational, 700_000_000, Grade.Green)]
    [InlineData(Commitment.Aspirational, 699_999_999, Grade.Yellow)]
    [InlineData(Commitment.Aspirational, 400_000_000, Grade.Yellow)]
    [InlineData(Commitment.Aspirational, 399_999_999, Grade.Red)]
    [InlineData(Commitment.Committed, 1_000_000_000, Grade.Green)]
    [InlineData(Commitment.Committed, 999_999_999, Grade.Yellow)]
    [InlineData(Commitment.Committed, 700_000_000, Grade.Yellow)]
    [InlineData(Commitment.Committed, 699_999_999, Grade.Red)]
    public void A_grade_comes_with_the_end_of_the_cycle(Commitment commitment, long score, Grade grade)
    {
        Assert.Equal(grade, StatusRules.GradeOf(TenDays, new(score), commitment, TenDays.End));
        Assert.Null(StatusRules.GradeOf(TenDays, new(score), commitment, TenDays.End.Plus(-1)));
        Assert.Null(StatusRules.GradeOf(null, new(score), commitment, TenDays.End));
    }
}
