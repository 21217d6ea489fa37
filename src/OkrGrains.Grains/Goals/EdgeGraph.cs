using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Makes graphs of stored edges.</summary>
internal static class EdgeGraph
{
    /// <summary>Returns the graph of some edges. A goal without edges need not be among its goals.</summary>
    public static GoalGraph<long, EdgeRow> Of(IEnumerable<EdgeRow> edges) => new([], edges, edge => edge.Child, edge => edge.Parent);
}
