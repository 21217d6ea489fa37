using System.Text;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>Tests of corrections and retractions at live goals.</summary>
public sealed class AmendTests : IAsyncLifetime
{
    private static readonly DrawnReading[] Four =
    [
        SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.B, 200),
        SmallTree.Reading(SmallTree.A, 400), SmallTree.Reading(SmallTree.B, 800, minutesBefore: 3),
    ];

    private GoalCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GoalCluster.StartAsync(3, SmallTree.At);
        await _cluster.ApplyAsync(SmallTree.Plan);
        await new Producer(_cluster, SmallTree.Workspace, "p").SendAsync(Four, () => 2, silo: 1);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_correction_moves_every_ancestor_without_a_reading_or_a_query()
    {
        var expected = SmallTree.Expected([Four[0], Four[1], Four[2] with { Value = 4 }, Four[3]]);
        var told = _cluster.UntilAsync(SmallTree.Top, expected.Of(SmallTree.Top), silo: 2);
        await _cluster.AmendAsync("p", 3, 4);
        await told;
        SmallTree.AssertEqual(expected, await _cluster.TreeAsync(SmallTree.Workspace, SmallTree.At, silo: 1));
    }

    [Fact]
    public async Task The_goal_itself_passes_an_amendment_on()
    {
        await using var unreconciled = await GoalCluster.StartAsync(3, SmallTree.At, repeat: TimeSpan.FromHours(1));
        await unreconciled.ApplyAsync(SmallTree.Plan);
        await new Producer(unreconciled, SmallTree.Workspace, "p").SendAsync(Four, () => 2, silo: 1);
        SmallTree.AssertEqual(SmallTree.Expected(Four), await unreconciled.TreeAsync(SmallTree.Workspace, SmallTree.At));
        await unreconciled.AmendAsync("p", 3, null);
        await unreconciled.UntilAsync(SmallTree.Top, SmallTree.Expected([Four[0], Four[1], Four[3]]).Of(SmallTree.Top), silo: 2);
    }

    [Fact]
    public async Task Among_equal_times_an_amended_reading_keeps_its_place()
    {
        const string Last = "last";
        await _cluster.ApplyAsync(Encoding.UTF8.GetBytes("workspace: last\nkpis: [{id: a}]"), workspace: Last);
        DrawnReading[] three = [.. Enumerable.Range(1, 3).Select(value => SmallTree.Reading(SmallTree.A, value))];
        await new Producer(_cluster, Last, "p").SendAsync(three, () => 3, silo: 0);
        foreach (var (sequence, amended, value) in new (long, double?, int)[] { (1, 9, 3), (3, null, 2), (2, 8, 8), (1, 7, 8), (3, 5, 5), (2, 6, 5) })
        {
            await _cluster.AmendAsync("p", sequence, amended, workspace: Last);
            Assert.Equal(Whole(value), (await _cluster.TreeAsync(Last, SmallTree.At)).Of(SmallTree.A).Value);
        }
    }

    [Fact]
    public async Task A_retracted_reading_does_not_count_until_it_is_corrected()
    {
        await _cluster.AmendAsync("p", 1, null, SmallTree.A);
        SmallTree.AssertEqual(SmallTree.Expected(Four[1..]), await _cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
        var answer = await _cluster.AmendAsync("p", 1, 50, SmallTree.A, silo: 2);
        Assert.Null(answer.Before);
        DrawnReading[] corrected = [Four[0] with { Value = 50 }, .. Four[1..]];
        SmallTree.AssertEqual(SmallTree.Expected(corrected), await _cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }

    [Fact]
    public async Task All_readings_retracted_leave_no_value()
    {
        await _cluster.AmendAsync("p", 1, null);
        await _cluster.AmendAsync("p", 3, null);
        SmallTree.AssertEqual(SmallTree.Expected([Four[1], Four[3]]), await _cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }

    [Fact]
    public async Task The_answer_says_what_counted_and_a_newer_version_follows()
    {
        var grain = await _cluster.GrainAsync(SmallTree.A);
        var before = (await grain.Read(SmallTree.At)).Version;
        var first = await _cluster.AmendAsync("p", 3, 401, SmallTree.A);
        var second = await _cluster.AmendAsync("p", 3, 402, SmallTree.A);
        Assert.Equal((AmendOutcome.Made, Four[2].Time, 400.0), (first.Outcome, first.Time, first.Before));
        Assert.Equal((AmendOutcome.Made, Four[2].Time, 401.0), (second.Outcome, second.Time, second.Before));
        Assert.True(second.Position > first.Position);
        var after = (await grain.Read(SmallTree.At)).Version;
        Assert.True(after > before);
        Assert.Equal((PathSum)second.Position, after.Positions);
    }

    [Theory]
    [InlineData(7.0)]
    [InlineData(null)]
    [InlineData(400.0)]
    public async Task The_same_amendment_again_changes_nothing_and_commits_nothing(double? value)
    {
        var first = await _cluster.AmendAsync("p", 3, value);
        var version = (await (await _cluster.GrainAsync(SmallTree.A)).Read(SmallTree.At)).Version;
        var commits = await CommitsAsync(SmallTree.A);
        var again = await _cluster.AmendAsync("p", 3, value, silo: 1);
        Assert.Equal(first with { Before = value }, again);
        Assert.Equal(version, (await (await _cluster.GrainAsync(SmallTree.A)).Read(SmallTree.At)).Version);
        Assert.Equal(commits, await CommitsAsync(SmallTree.A));
    }

    /// <summary>
    /// Returns the positions of all commits of a goal's readings and amendments. The last position of the store says less: the progress of
    /// producers, and states of goals that are loaded, are committed whenever there is time.
    /// </summary>
    private async Task<List<long>> CommitsAsync(GoalName goal)
    {
        var number = (await _cluster.DirectoryAsync(SmallTree.Workspace)).ByName[goal].Address.Number;
        var page = await _cluster.Store.ReadReadingsAsync(number, 0, 1_000, CancellationToken.None);
        return [.. page.Commits.SelectMany(commit => commit.Amendments.Select(amendment => amendment.Position).Prepend(commit.Position))];
    }

    [Fact]
    public async Task A_reading_that_nobody_holds_is_not_found()
    {
        Assert.Equal(AmendOutcome.UnknownReading, (await _cluster.AmendAsync("q", 1, 1)).Outcome);
        Assert.Equal(AmendOutcome.UnknownReading, (await _cluster.AmendAsync("p", 5, 1)).Outcome);
        Assert.Equal(AmendOutcome.UnknownReading, (await _cluster.AmendAsync("p", 5, 1, SmallTree.A)).Outcome);
        Assert.Equal(AmendOutcome.UnknownReading, (await _cluster.AmendAsync("p", 2, 1, SmallTree.A)).Outcome);
        Assert.Equal(AmendOutcome.TakesNoReadings, (await _cluster.AmendAsync("p", 2, 1, SmallTree.Top)).Outcome);
        SmallTree.AssertEqual(SmallTree.Expected(Four), await _cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }

    [Fact]
    public async Task A_goal_that_left_the_plan_is_not_amended_and_one_that_came_back_is()
    {
        var without = Encoding.UTF8.GetBytes("workspace: w\nkpis: [{id: b, aggregation: sum}]");
        await _cluster.ApplyAsync(without, prune: true);
        Assert.Equal(AmendOutcome.TakesNoReadings, (await _cluster.AmendAsync("p", 1, 5)).Outcome);
        await _cluster.ApplyAsync(SmallTree.Plan);
        Assert.Equal(AmendOutcome.Made, (await _cluster.AmendAsync("p", 1, 5)).Outcome);
        Assert.Equal(Whole(405), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task Amendments_outlive_their_activation_and_readings_go_on_after_them()
    {
        await _cluster.AmendAsync("p", 3, 4);
        await _cluster.Silos.DeactivateAsync(await _cluster.GrainAsync(SmallTree.A));
        Assert.Equal(Whole(104), await _cluster.ValueAsync(SmallTree.A));
        await new Producer(_cluster, SmallTree.Workspace, "q").SendAsync([SmallTree.Reading(SmallTree.A, 1000)], () => 1, silo: 0);
        Assert.Equal(Whole(1104), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_reading_whose_time_has_not_come_counts_as_it_was_amended_when_it_comes()
    {
        using var folder = new TempFolder();
        var later = new Instant(SmallTree.At.UnixMillis + 60_000);
        DrawnReading[] future = [.. Enumerable.Range(1, 40).Select(i => SmallTree.Reading(SmallTree.A, i, minutesBefore: -1))];
        await using (var cluster = await GoalCluster.StartAsync(1, SmallTree.At, folder.Path))
        {
            await cluster.ApplyAsync(SmallTree.Plan);
            await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(future, () => 10, silo: 0);
            await cluster.AmendAsync("p", 1, 1000);
            await cluster.AmendAsync("p", 40, null);
            SmallTree.AssertEqual(SmallTree.Expected([]), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
        }

        await using var restarted = await GoalCluster.StartAsync(3, later, folder.Path);
        SmallTree.AssertEqual(
            SmallTree.Expected([future[0] with { Value = 1000 }, .. future[1..^1]], later), await restarted.TreeAsync(SmallTree.Workspace, later));
    }

    [Fact]
    public async Task A_kpi_whose_newest_reading_is_retracted_is_stale_by_the_one_before()
    {
        const string Stale = "stale";
        var plan = Encoding.UTF8.GetBytes("workspace: stale\nkpis: [{id: a, target: 10, staleAfter: PT1H}]");
        await _cluster.ApplyAsync(plan, workspace: Stale);
        DrawnReading[] two = [SmallTree.Reading(SmallTree.A, 10, minutesBefore: 61), SmallTree.Reading(SmallTree.A, 10, minutesBefore: 60)];
        await new Producer(_cluster, Stale, "p").SendAsync(two, () => 1, silo: 0);
        Assert.Equal(Health.Healthy, (await _cluster.TreeAsync(Stale, SmallTree.At)).Of(SmallTree.A).Health);
        await _cluster.AmendAsync("p", 2, null, workspace: Stale);
        Assert.Equal(Health.Stale, (await _cluster.TreeAsync(Stale, SmallTree.At)).Of(SmallTree.A).Health);
        await _cluster.AmendAsync("p", 2, 10, workspace: Stale);
        Assert.Equal(Health.Healthy, (await _cluster.TreeAsync(Stale, SmallTree.At)).Of(SmallTree.A).Health);
    }

    [Fact]
    public async Task Amendments_and_readings_at_the_same_time_all_count()
    {
        var producers = Enumerable.Range(0, 3).Select(i => new Producer(_cluster, SmallTree.Workspace, $"q{i}"));
        var sent = producers.Select(producer => (Task)producer.SendAsync(
            [.. Enumerable.Range(0, 20).Select(_ => SmallTree.Reading(SmallTree.A, 1))], () => 1, silo: 0));
        var amended = new[] { 1, 3 }.Select(async (sequence, silo) =>
        {
            for (var value = 1; value <= 10; value++)
            {
                await _cluster.AmendAsync("p", sequence, value, silo: silo);
            }
        });
        await Task.WhenAll(sent.Concat(amended));
        Assert.Equal(Whole(80), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task The_history_keeps_what_was_accepted_and_every_amendment()
    {
        await _cluster.AmendAsync("p", 3, 4, SmallTree.A);
        await _cluster.AmendAsync("p", 3, null, SmallTree.A);
        var number = (await _cluster.DirectoryAsync(SmallTree.Workspace)).ByName[SmallTree.A].Address.Number;
        var page = await _cluster.Store.ReadReadingsAsync(number, 0, 100, CancellationToken.None);
        var readings = page.Commits.SelectMany(commit => commit.Accepted.ToArray()).Select(reading => reading.Value);
        Assert.Equal([100, 400], readings.Order());
        Assert.Equal(
            new (double?, string, string)[] { (4, "ann", "typo"), (null, "ann", "typo") },
            page.Commits.SelectMany(commit => commit.Amendments).Select(one => (one.Amendment.Value, one.Amendment.Author, one.Amendment.Reason)));
    }

    private static Nano Whole(int value) => new((Int128)value * Nano.UnitsPerOne);
}
