using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Workspaces;

public sealed class LevelsTests
{
    [Fact]
    public void Each_goal_comes_after_all_that_it_reads_even_over_goals_that_are_not_asked_for()
    {
        // The edges are 1 → 2 → 3 → 5, 1 → 4 → 5 and 1 → 5. Goal 3 is not asked for, and goal 6 stands alone.
        EdgeRow[] edges = [Edge(1, 2), Edge(2, 3), Edge(3, 5), Edge(1, 4), Edge(4, 5), Edge(1, 5)];
        var levels = EdgeGraph.Of(edges).Levels([Goal(5), Goal(4), Goal(2), Goal(1), Goal(6)], row => row.Goal);
        Assert.Equal([[1, 6], [2, 4], [5]], levels.Select(level => level.Select(goal => goal.Goal).Order().ToArray()).ToArray());
    }

    [Fact]
    public void An_edge_at_several_instants_counts_as_often_as_it_stands()
    {
        EdgeRow[] edges = [Edge(1, 2), Edge(1, 2) with { At = new ReadPoint(default, ReadPart.PreviousPeriod) }, Edge(2, 3)];
        var levels = EdgeGraph.Of(edges).Levels([Goal(1), Goal(2), Goal(3)], row => row.Goal);
        Assert.Equal([1, 2, 3], levels.Select(level => Assert.Single(level).Goal));
    }

    private static EdgeRow Edge(long child, long parent) =>
        new(child, ReadPoint.Now, parent, EdgeRole.Aligned, 0, Weight.One, Combiner: null);

    private static GoalRow Goal(long number) =>
        new(number, "w", new GoalName(GoalKind.Objective, $"o{number}"), null, 0, 1, Removed: false, Array.Empty<byte>());
}
