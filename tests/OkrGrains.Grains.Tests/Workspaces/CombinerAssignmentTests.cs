using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Workspaces;

public sealed class CombinerAssignmentTests
{
    [Theory]
    [InlineData(CombinerAssignment.Widest, 0)]
    [InlineData(CombinerAssignment.Widest + 1, 2)]
    [InlineData(1000, 4)]
    [InlineData(100_000, 256)]
    public void A_parent_over_the_limit_gets_a_power_of_two_of_combiners(int children, int combiners)
    {
        var edges = CombinerAssignment.Of([.. Enumerable.Range(1, children).Select(child => Edge(child, EdgeRole.KeyResult))]);
        Assert.Equal(children, edges.Count);
        Assert.Equal(combiners, edges.Where(edge => edge.Combiner is not null).Select(edge => edge.Combiner).Distinct().Count());
        Assert.All(edges, edge => Assert.True(edge.Combiner is null || edge.Combiner == edge.Child % combiners));
    }

    [Fact]
    public void Edges_that_are_not_rolled_up_go_to_the_parent_itself()
    {
        var edges = Enumerable.Range(1, 500).Select(child => Edge(child, EdgeRole.Operand));
        Assert.All(CombinerAssignment.Of([.. edges]), edge => Assert.Null(edge.Combiner));
    }

    private static EdgeRow Edge(long child, EdgeRole role) => new(child, ReadPoint.Now, 0, role, 0, Weight.One, Combiner: null);
}
