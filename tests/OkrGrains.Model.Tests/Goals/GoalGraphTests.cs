using OkrGrains.Model.Goals;

namespace OkrGrains.Model.Tests.Goals;

public sealed class GoalGraphTests
{
    private const int Seeds = 400;
    private const int Long = 100_000;

    [Fact]
    public void What_is_above_and_below_is_what_paths_lead_to() => ForAll((seed, edges, graph) =>
    {
        var asked = new Random(seed).GetItems([.. RandomGraph.Goals], 2);

        Assert.Equal(Closure(asked, edges, up: true), graph.WithAncestors(asked).Order());
        Assert.Equal(Closure(asked, edges, up: false), graph.WithDescendants(asked).Order());
    });

    [Fact]
    public void The_edges_of_a_goal_come_in_the_order_in_which_they_were_given() => ForAll((_, edges, graph) =>
    {
        Assert.All(RandomGraph.Goals, goal => Assert.Equal(edges.Where(edge => edge.From == goal), graph.EdgesUp(goal)));
        Assert.All(RandomGraph.Goals, goal => Assert.Equal(edges.Where(edge => edge.To == goal), graph.EdgesDown(goal)));
    });

    [Fact]
    public void Without_the_closing_edges_there_is_no_cycle_and_with_each_of_them_there_is() => ForAll((_, edges, graph) =>
    {
        var kept = edges.Except(graph.Closing).ToList();

        Assert.False(HasCycle(kept));
        Assert.All(graph.Closing, edge => Assert.Contains(edge.From, Closure([edge.To], kept, up: true)));
    });

    [Fact]
    public void A_cycle_is_a_chain_of_edges_back_from_the_closing_one() => ForAll((_, _, graph) =>
    {
        var cycles = graph.Cycles.Select(cycle => cycle.ToList()).ToList();

        Assert.Equal(graph.Closing, cycles.Select(cycle => cycle[0]));
        Assert.All(cycles, cycle => Assert.Equal(cycle.Skip(1).Append(cycle[0]).Select(edge => edge.To), cycle.Select(edge => edge.From)));
        Assert.All(cycles, cycle => Assert.Equal(cycle.Count, cycle.Select(edge => edge.From).Distinct().Count()));
    });

    [Fact]
    public void Each_goal_comes_once_and_after_all_below_it() => ForAll((_, edges, graph) =>
    {
        var order = graph.ChildrenFirst.ToList();

        Assert.Equal(RandomGraph.Goals, order.Order());
        Assert.All(edges.Except(graph.Closing), edge => Assert.True(order.IndexOf(edge.From) < order.IndexOf(edge.To), $"{edge}"));
    });

    [Fact]
    public void A_level_is_the_length_of_the_longest_path_from_below() => ForAll((_, edges, graph) =>
    {
        var longest = Longest(edges.Except(graph.Closing), up: false);

        Assert.All(RandomGraph.Goals, goal => Assert.Equal(longest[goal], graph.LevelOf(goal)));
        Assert.Equal(
            RandomGraph.Goals.GroupBy(goal => longest[goal]).OrderBy(level => level.Key).Select(level => level.ToArray()),
            graph.Levels(RandomGraph.Goals, goal => goal).Select(level => level.ToArray()));
    });

    [Fact]
    public void The_longest_path_up_is_as_long_as_any_and_the_first_of_those() => ForAll((_, edges, graph) =>
    {
        var longest = Longest(edges.Except(graph.Closing), up: true);

        foreach (var goal in RandomGraph.Goals)
        {
            Assert.Equal(longest[goal], graph.HeightAbove(goal));
            var at = goal;
            foreach (var step in graph.LongestPathUp(goal))
            {
                var steepest = edges.Except(graph.Closing).Where(edge => edge.From == at);
                Assert.Equal(steepest.First(edge => longest[edge.To] == longest[at] - 1), step);
                at = step.To;
            }

            Assert.Equal(0, longest[at]);
        }
    });

    [Fact]
    public void Searches_start_from_the_goals_in_the_order_given()
    {
        Assert.Equal([(1, 2)], GraphOf([2], [(1, 2), (2, 1)]).Closing);
        Assert.Equal([(2, 1)], GraphOf([], [(1, 2), (2, 1)]).Closing);
    }

    [Fact]
    public void A_goal_without_edges_stands_alone()
    {
        var graph = GraphOf([], [(1, 2)]);

        Assert.Equal(7, Assert.Single(graph.WithAncestors([7])));
        Assert.Equal(7, Assert.Single(graph.WithDescendants([7])));
        Assert.Equal((0, 0), (graph.LevelOf(7), graph.HeightAbove(7)));
        Assert.Empty(graph.EdgesUp(7));
        Assert.Empty(graph.EdgesDown(7));
        Assert.Empty(graph.LongestPathUp(7));
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_is_walked_without_recursion()
    {
        var graph = GraphOf([], [.. Enumerable.Range(0, Long).Select(goal => (goal, goal + 1))]);

        Assert.Equal(Enumerable.Range(0, Long + 1), graph.ChildrenFirst);
        Assert.Equal((Long, Long), (graph.LevelOf(Long), graph.HeightAbove(0)));
        Assert.Equal(Long, graph.LongestPathUp(0).Count());
        Assert.Equal(Long + 1, graph.WithAncestors([0]).Count);
        Assert.Equal(Long + 1, graph.WithDescendants([Long]).Count);
        Assert.Empty(graph.Closing);
    }

    [Fact]
    public void A_cycle_of_a_hundred_thousand_is_found_without_recursion()
    {
        var graph = GraphOf([], [.. Enumerable.Range(0, Long).Select(goal => (goal, (goal + 1) % Long))]);

        Assert.Equal([(Long - 1, 0)], graph.Closing);
        Assert.Equal(Long, Assert.Single(graph.Cycles).Count());
    }

    [Fact]
    public void Of_a_hundred_thousand_cycles_only_the_beginnings_are_followed()
    {
        // Every goal of a long chain closes a cycle with the first. To follow all to their ends would take five thousand million steps.
        var chain = Enumerable.Range(0, Long).Select(goal => (goal, goal + 1));
        var graph = GraphOf([], [.. chain, .. Enumerable.Range(1, Long).Select(goal => (goal, 0))]);

        Assert.Equal(Long, graph.Cycles.Count(cycle => cycle.First().To == 0));
    }

    private static GoalGraph<int, (int From, int To)> GraphOf(int[] goals, (int From, int To)[] edges) =>
        new(goals, edges, edge => edge.From, edge => edge.To);

    private static void ForAll(Action<int, IReadOnlyList<RandomGraph.Edge>, GoalGraph<int, RandomGraph.Edge>> check)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var edges = RandomGraph.Of(seed);
            try
            {
                check(seed, edges, new(RandomGraph.Goals, edges, edge => edge.From, edge => edge.To));
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {string.Join(", ", edges)}", failure);
            }
        }
    }

    /// <summary>Adds goals to the asked ones until no edge leads to another.</summary>
    private static IEnumerable<int> Closure(IEnumerable<int> asked, IReadOnlyList<RandomGraph.Edge> edges, bool up)
    {
        var reached = asked.ToHashSet();
        bool Goes(int at, int next) => reached.Contains(at) && reached.Add(next);
        while (edges.Any(edge => up ? Goes(edge.From, edge.To) : Goes(edge.To, edge.From)))
        {
        }

        return reached.Order();
    }

    /// <summary>Takes away goals that nothing leads to until none is left, or only such on a cycle or above one.</summary>
    private static bool HasCycle(IReadOnlyList<RandomGraph.Edge> edges)
    {
        var left = RandomGraph.Goals.ToHashSet();
        while (left.RemoveWhere(goal => !edges.Any(edge => edge.To == goal && left.Contains(edge.From))) > 0)
        {
        }

        return left.Count > 0;
    }

    /// <summary>Lengthens paths edge by edge until none gets longer.</summary>
    private static Dictionary<int, int> Longest(IEnumerable<RandomGraph.Edge> edges, bool up)
    {
        var longest = RandomGraph.Goals.ToDictionary(goal => goal, _ => 0);
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var (at, next) in edges.Select(edge => up ? (edge.From, edge.To) : (edge.To, edge.From)))
            {
                if (longest[at] <= longest[next])
                {
                    (longest[at], grew) = (longest[next] + 1, true);
                }
            }
        }

        return longest;
    }
}
