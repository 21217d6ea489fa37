using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Workspaces;

public sealed class ClosingScheduleTests
{
    private static readonly Instant End = Instant.Parse("2026-02-01T00:00:00Z");

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void A_closing_is_made_only_where_the_plan_was_there_before(long after, bool isMade) =>
        Assert.Equal(isMade ? [new DueClosing("c", End)] : [], Of([Settings(End.UnixMillis + after, "2026-02-01")]));

    [Fact]
    public void Close_after_comes_on_top_of_the_end_in_the_workspaces_zone() =>
        Assert.Equal(
            [new DueClosing("c", Instant.Parse("2026-02-02T06:00:00Z"))],
            Of([Settings(0, "2026-02-01", closeAfter: new Duration(86_400_000), zone: "America/Chicago")]));

    [Theory]
    [InlineData(-1, "2026-03-01T00:00:00Z")]
    [InlineData(0, "2026-02-01T00:00:00Z")]
    [InlineData(1, "2026-02-01T00:00:00Z")]
    public void Dates_that_move_count_until_the_closing_is_reached_and_not_from_there_on(long after, string at) =>
        Assert.Equal(
            [new DueClosing("c", Instant.Parse(at))],
            Of([Settings(0, "2026-02-01"), Settings(End.UnixMillis + after, "2026-03-01")]));

    [Fact]
    public void What_was_ever_closed_or_reopened_is_not_closed_again() =>
        Assert.Empty(ClosingSchedule.Of(
            [Settings(0, "2026-02-01")],
            [new ClosingRow(9, ClosingKind.Reopened, "c", End, default, 0, "ann", "", End)]));

    [Fact]
    public void A_cycle_that_has_left_the_plan_before_its_closing_is_not_closed() =>
        Assert.Empty(Of([Settings(0, "2026-02-01"), Settings(1, null)]));

    private static IReadOnlyList<DueClosing> Of(IReadOnlyList<ChangeRow> settings) => ClosingSchedule.Of(settings, []);

    private static ChangeRow Settings(long acceptedAt, string? end, Duration closeAfter = default, string? zone = null)
    {
        var settings = new WorkspaceSettings
        {
            TimeZone = zone,
            Cycles = end is null ? [] : [new CycleDefinition("c", new DateOnly(2026, 1, 1), DateOnly.Parse(end, null), closeAfter)],
        };
        return new ChangeRow(acceptedAt, new Instant(acceptedAt), "ann", "", DefinitionJson.Write(settings), 0, null, null);
    }
}
