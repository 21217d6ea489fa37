using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class NamesTests
{
    [Theory]
    [InlineData("workspaces/w/kpis/a", GoalKind.Kpi, "a")]
    [InlineData("workspaces/w/keyResults/a-1", GoalKind.KeyResult, "a-1")]
    [InlineData("workspaces/w/objectives/z9", GoalKind.Objective, "z9")]
    public void A_full_name_is_read_and_written_alike(string name, GoalKind kind, string id)
    {
        var (workspace, goal) = Names.Goal("name", name);

        Assert.Equal(("w", new GoalName(kind, id)), (workspace, goal));
        Assert.Equal(name, Names.OfGoal(workspace, goal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("workspaces/w")]
    [InlineData("workspaces/w/kpis/")]
    [InlineData("workspaces/w/kpis/A")]
    [InlineData("workspaces/w/kpis/a-")]
    [InlineData("workspaces/w/kpis/a\n")]
    [InlineData("workspaces/w/kpis/a/b")]
    [InlineData("workspaces/w/cycles/a")]
    [InlineData("workspaces//kpis/a")]
    [InlineData("kpis/a")]
    [InlineData("workspaces/w/kpis/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Anything_else_is_refused_with_its_field(string name)
    {
        var fault = Assert.Throws<ApiFault>(() => Names.Goal("name", name));

        Assert.Equal("name", Assert.Single(fault.Violations).Field);
    }

    [Theory]
    [InlineData("workspaces/")]
    [InlineData("workspaces/a/")]
    [InlineData("Workspaces/a")]
    public void A_malformed_workspace_is_refused(string name) => Assert.Throws<ApiFault>(() => Names.Workspace("parent", name));
}
