using System.Text;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Workspaces;

public sealed class WorkspaceChangeTests
{
    private const string Text = """
        workspace: w
        cycles: [{id: c, start: 2026-01-01, end: 2026-04-01}]
        kpis:
          - {id: a, target: 10}
          - {id: b, target: 10}
        objectives:
          - id: top
            cycle: c
          - id: low
            cycle: c
            parents: [{objective: top}]
            keyResults:
              - {id: by-a, kpi: a}
              - {id: by-b, kpi: b}
        """;

    [Fact]
    public void A_new_workspace_adds_and_touches_every_goal()
    {
        var change = Change(new Stored(), Text);
        var commit = change.ToCommit(1, "me", "why");
        Assert.Equal(["kpis/a", "kpis/b", "objectives/top", "objectives/low", "keyResults/by-a", "keyResults/by-b"], Names(change.Added));
        Assert.Equal([1, 2, 3, 4, 5, 6], commit.Touched.Order());
        Assert.NotNull(commit.Settings);
        Assert.Equal(0, commit.ExpectedRevision);
    }

    [Fact]
    public void The_same_plan_changes_nothing()
    {
        var change = Change(Stored.After(Text), Text);
        Assert.True(change.IsEmpty);
        Assert.Equal(6, change.UnchangedCount);
    }

    [Fact]
    public void Settings_that_stay_are_not_written()
    {
        var commit = Change(Stored.After(Text), Text.Replace("a, target: 10", "a, target: 20", StringComparison.Ordinal)).ToCommit(0, "", "");
        Assert.Null(commit.Settings);
    }

    [Fact]
    public void Changed_settings_touch_every_goal()
    {
        var commit = Change(Stored.After(Text), Text + "\ntimeZone: Asia/Kolkata").ToCommit(0, "", "");
        Assert.NotNull(commit.Settings);
        Assert.Equal(6, commit.Touched.Count);
        Assert.Empty(commit.Goals);
    }

    [Fact]
    public void A_changed_goal_touches_all_that_reads_it_and_nothing_else()
    {
        var stored = Stored.After(Text);
        var change = Change(stored, Text.Replace("a, target: 10", "a, target: 20", StringComparison.Ordinal));
        var commit = change.ToCommit(0, "", "");
        Assert.Equal(["kpis/a"], Names(change.Changed));
        Assert.Equal(["keyResults/by-a", "kpis/a", "objectives/low", "objectives/top"], stored.NamesOf(commit.Touched));
        Assert.Empty(commit.Rewired);
    }

    [Fact]
    public void Goals_that_only_change_places_are_written_and_touched_and_not_changed()
    {
        var stored = Stored.After(Text);
        var swapped = Text.Replace("id: a,", "id: x,", StringComparison.Ordinal).Replace("id: b,", "id: a,", StringComparison.Ordinal)
            .Replace("id: x,", "id: b,", StringComparison.Ordinal);
        var change = Change(stored, swapped);
        var commit = change.ToCommit(0, "", "");
        Assert.Empty(change.Changed);
        Assert.False(change.IsEmpty);
        Assert.Equal([("kpis/b", 0), ("kpis/a", 1)], commit.Goals.Select(goal => (goal.Name.ToString(), goal.Ordinal)));
        Assert.Subset(commit.Touched.ToHashSet(), commit.Goals.Select(goal => goal.Goal).ToHashSet());
    }

    [Fact]
    public void A_goal_that_comes_back_takes_its_old_number()
    {
        var without = Text.Replace("      - {id: by-b, kpi: b}", "", StringComparison.Ordinal);
        var before = Stored.After(Text);
        var removed = before.Then(without);
        Assert.Equal(["keyResults/by-b"], Names(Change(before, without).Missing));
        var change = Change(removed, Text);
        Assert.Equal(["keyResults/by-b"], Names(change.Restored));
        Assert.Empty(change.Added);
        var commit = change.ToCommit(0, "", "");
        Assert.Equal(before.NumberOf("keyResults/by-b"), Assert.Single(commit.Goals).Goal);
        Assert.Equal(before.NumberOf("kpis/b"), Assert.Single(commit.Rewired, child => child == before.NumberOf("kpis/b")));
    }

    [Fact]
    public void A_removed_goal_loses_its_edges()
    {
        var without = Text.Replace("      - {id: by-b, kpi: b}", "", StringComparison.Ordinal);
        var after = Stored.After(Text).Then(without);
        Assert.DoesNotContain(after.Edges, edge => edge.Child == after.NumberOf("keyResults/by-b"));
        Assert.DoesNotContain(after.Edges, edge => edge.Parent == after.NumberOf("keyResults/by-b"));
    }

    [Fact]
    public void A_key_result_that_moves_to_another_objective_is_changed_and_both_are_touched()
    {
        var stored = Stored.After(Text);
        var moved = Text.Replace("      - {id: by-b, kpi: b}", "", StringComparison.Ordinal)
            .Replace("  - id: top\n", "  - id: top\n    keyResults: [{id: by-b, kpi: b}]\n", StringComparison.Ordinal);
        var change = Change(stored, moved);
        var commit = change.ToCommit(0, "", "");
        Assert.Contains("keyResults/by-b", Names(change.Changed));
        Assert.Contains("objectives/low", stored.NamesOf(commit.Touched));
        Assert.Contains("objectives/top", stored.NamesOf(commit.Touched));
    }

    [Fact]
    public void Key_results_are_touched_with_the_objective_that_they_take_their_cycle_from()
    {
        var stored = Stored.After(Text);
        var commit = Change(
            stored, Text.Replace("    cycle: c\n    parents", "    commitment: committed\n    cycle: c\n    parents", StringComparison.Ordinal))
            .ToCommit(0, "", "");
        Assert.Equal(["keyResults/by-a", "keyResults/by-b", "objectives/low", "objectives/top"], stored.NamesOf(commit.Touched));
    }

    private static IEnumerable<string> Names(IEnumerable<GoalName> names) => names.Select(name => name.ToString());

    private static WorkspaceChange Change(Stored stored, string plan) => stored.Change(plan);

    /// <summary>A workspace as a store would hold it after the commits of some plans.</summary>
    private sealed record Stored
    {
        public WorkspaceRow? Workspace { get; init; }

        public List<GoalRow> Goals { get; init; } = [];

        public List<EdgeRow> Edges { get; init; } = [];

        public static Stored After(string plan) => new Stored().Then(plan);

        public WorkspaceChange Change(string plan) => new(Workspace, Goals, Edges, Read(plan));

        public Stored Then(string plan)
        {
            var commit = Change(plan).ToCommit(Goals.Count + 1, "", "");
            var revision = (Workspace?.Revision ?? 0) + 1;
            var settings = commit.Settings ?? Workspace!.Settings;
            var written = commit.Goals.Select(goal => goal.Goal).ToHashSet();
            return new Stored
            {
                Workspace = new WorkspaceRow("w", revision, revision, settings),
                Goals =
                [
                    .. Goals.Where(row => !written.Contains(row.Goal)),
                    .. commit.Goals.Select(goal =>
                        new GoalRow(goal.Goal, "w", goal.Name, goal.Owner, goal.Ordinal, revision, goal.Removed, goal.Body)),
                ],
                Edges = [.. Edges.Where(edge => !commit.Rewired.Contains(edge.Child)), .. commit.Edges],
            };
        }

        public long NumberOf(string name) => Goals.Single(row => row.Name.ToString() == name).Goal;

        public IEnumerable<string> NamesOf(IEnumerable<long> numbers) =>
            Goals.Where(row => numbers.Contains(row.Goal)).Select(row => row.Name.ToString()).Order(StringComparer.Ordinal);

        private static Plan Read(string plan)
        {
            var reading = PlanReader.Read(Encoding.UTF8.GetBytes(plan));
            Assert.True(reading.IsAccepted, string.Join('\n', reading.Faults));
            return reading.Plan;
        }
    }
}
