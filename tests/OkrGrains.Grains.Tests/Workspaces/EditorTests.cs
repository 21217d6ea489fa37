using System.Text;
using OkrGrains.Grains.Tests.Queries;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>Tests of two editors of one plan, and of renames.</summary>
public sealed class EditorTests
{
    private static readonly byte[] Edited =
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallTree.Plan).Replace("weight: 3", "weight: 4", StringComparison.Ordinal));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_editor_who_did_not_know_the_newer_plan_is_told_who_changed_what(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        var first = await cluster.ApplyAsync(SmallTree.Plan);
        var won = await cluster.ApplyAsync(Edited, silo: 1, known: first.Revision, author: "ann");
        var lost = await cluster.ApplyAsync(SmallTree.Plan, silo: 2, known: first.Revision, author: "bob");

        Assert.Null(won.Conflict);
        Assert.Equal((won.Revision, "ann"), (lost.Conflict!.Revision, lost.Conflict.Author));
        Assert.Equal([new GoalName(GoalKind.KeyResult, "by-b")], lost.Conflict.Goals.ToArray());
        Assert.Equal(won.Revision, (await cluster.DirectoryAsync("w")).Revision);
        Assert.Null((await cluster.ApplyAsync(SmallTree.Plan, known: lost.Conflict.Revision)).Conflict);
        Assert.NotNull((await cluster.ApplyAsync(SmallTree.Plan, known: long.MaxValue)).Conflict);
        Assert.Null((await cluster.ApplyAsync(Edited)).Conflict);
    }

    [Fact]
    public async Task Of_two_applies_at_once_one_is_told_of_the_other()
    {
        GoalCluster? cluster = null;
        WatchedStore? store = null;
        var raced = false;
        await using (cluster = await GoalCluster.StartAsync(1, SmallTree.At, wrap: inner => store = new WatchedStore(inner)))
        {
            var first = await cluster.ApplyAsync(SmallTree.Plan);

            // Another owner commits between what this one has read and what it writes.
            store!.BeforeDefine = async () =>
            {
                if (!raced)
                {
                    raced = true;
                    await cluster.ApplyAsync(Edited, workspace: "other", author: "ann", known: first.Revision);
                }
            };
            var plan = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallTree.Plan).Replace("weight: 3", "weight: 5", StringComparison.Ordinal));
            var lost = await cluster.ApplyAsync(plan, author: "bob", known: first.Revision);
            Assert.Equal("ann", lost.Conflict!.Author);
            Assert.Equal([new GoalName(GoalKind.KeyResult, "by-b")], lost.Conflict.Goals.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_renamed_goal_keeps_its_readings_and_is_followed_wherever_it_is_named(int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        var first = await cluster.ApplyAsync(SmallTree.Plan);
        var before = (await cluster.DirectoryAsync("w")).ByName[SmallTree.A].Address;
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.B, 50)];
        await new Producer(cluster, "w", "p").SendAsync(readings, () => 2, silo: 1);

        var renamed = await RevisionTests.RenameAsync(cluster, SmallTree.A, "alpha", known: first.Revision);

        var alpha = new GoalName(GoalKind.Kpi, "alpha");
        Assert.Equal(RenameOutcome.Done, renamed.Outcome);
        Assert.Equal([alpha, new GoalName(GoalKind.KeyResult, "by-a")], renamed.Changed.ToArray());
        Assert.Equal(before, (await cluster.DirectoryAsync("w")).ByName[alpha].Address);
        var plan = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallTree.Plan)
            .Replace("{id: a,", "{id: alpha,", StringComparison.Ordinal).Replace("kpi: a}", "kpi: alpha}", StringComparison.Ordinal));
        DrawnReading[] now = [readings[0] with { Goal = alpha }, readings[1]];
        SmallTree.AssertEqual(SmallTree.Expected(now, plan: plan), await cluster.TreeAsync("w", SmallTree.At, silo: 2));
        Assert.Equal(renamed.Revision, (await cluster.ApplyAsync(plan)).Revision);
        await new Producer(cluster, "w", "q").SendAsync([SmallTree.Reading(alpha, 7)], () => 1, silo: 0);
        SmallTree.AssertEqual(
            SmallTree.Expected([.. now, SmallTree.Reading(alpha, 7)], plan: plan), await cluster.TreeAsync("w", SmallTree.At));
    }

    [Fact]
    public async Task A_rename_is_refused_to_a_taken_name_of_an_unknown_goal_and_of_an_unknown_plan()
    {
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At);
        var first = await cluster.ApplyAsync(SmallTree.Plan);
        Assert.Equal(RenameOutcome.NameTaken, (await RevisionTests.RenameAsync(cluster, SmallTree.A, "b")).Outcome);
        Assert.Equal(RenameOutcome.UnknownGoal, (await RevisionTests.RenameAsync(cluster, new(GoalKind.Kpi, "z"), "c")).Outcome);
        Assert.Equal(RenameOutcome.Conflict, (await RevisionTests.RenameAsync(cluster, SmallTree.A, "c", known: first.Revision - 1)).Outcome);
        Assert.Equal(RenameOutcome.Done, (await RevisionTests.RenameAsync(cluster, SmallTree.A, "a")).Outcome);
        Assert.Equal(first.Revision, (await cluster.DirectoryAsync("w")).Revision);
    }

    [Fact]
    public async Task A_goal_that_was_removed_and_is_brought_back_counts_its_readings_again()
    {
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At);
        await cluster.ApplyAsync(SmallTree.Plan);
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.B, 50)];
        await new Producer(cluster, "w", "p").SendAsync(readings, () => 2, silo: 0);
        await cluster.ApplyAsync(Encoding.UTF8.GetBytes("workspace: w\nkpis: [{id: b}]"), prune: true);
        Assert.Equal(5, (await cluster.ApplyAsync(SmallTree.Plan)).Restored.Length);
        SmallTree.AssertEqual(SmallTree.Expected(readings), await cluster.TreeAsync("w", SmallTree.At));
    }
}
