using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>An edge between two goals: one reads the other or counts for it.</summary>
/// <param name="From">The number of the goal that names the other.</param>
/// <param name="To">The number of the goal that is named.</param>
/// <param name="Node">The place where it is named.</param>
/// <param name="IsGiven">False for the edge from a key result to its objective, which nobody writes in a plan.</param>
internal readonly record struct Edge(int From, int To, PlanNode Node, bool IsGiven = true)
{
    /// <summary>
    /// Returns the graph of the goals with the numbers from 0 on. It is searched in the direction in which goals are named, and in the
    /// order of the text, so that faults come in that order. For formulas that is the opposite of up; their cycles are the same either way.
    /// </summary>
    public static GoalGraph<int, Edge> GraphOf(int goals, IEnumerable<Edge> edges) =>
        new(Enumerable.Range(0, goals), edges, edge => edge.From, edge => edge.To);
}
