using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Goals;

[Collection(ClusterTests.Name)]
public sealed class GoalTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_goal_comes_with_its_definition_links_and_figures(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var token = await bench.WriteAsync(new Reading { Goal = "kpis/revenue", Time = Clusters.Now.ToWire(), Value = 50 });

        var goal = await bench.GetAsync("kpis/revenue", token);

        Assert.Equal($"{bench.Workspace}/kpis/revenue", goal.Name);
        Assert.Equal((GoalKind.Kpi, "Revenue", "EUR", 0), (goal.Kind, goal.Title, goal.Unit, goal.Ordinal));
        Assert.Contains("\"aggregation\"", goal.Definition, StringComparison.Ordinal);
        Assert.Contains($"{bench.Workspace}/keyResults/sell-more", goal.Parents.Select(parent => parent.Parent));
        Assert.Equal(("50", 50d), (goal.Figures.Value.Decimal, goal.Figures.Value.Approximate));
        Assert.Equal("0.5", goal.Figures.Score.Decimal);
        Assert.Equal(Clusters.Now.ToWire(), goal.Figures.At);
        Assert.Equal(Health.Unhealthy, goal.Figures.Health);
        Assert.Equal(OkrGrains.Contracts.V1.Status.Unspecified, goal.Figures.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_list_has_every_goal_once_in_the_order_of_the_plan_whatever_the_page(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        string[] expected = ["kpis/revenue", "kpis/visits", "kpis/per-visit", "keyResults/sell-more", "objectives/grow"];
        for (var size = 1; size <= 5; size++)
        {
            var names = new List<string>();
            var request = new ListGoalsRequest { Parent = bench.Workspace, PageSize = size };
            do
            {
                var page = await bench.Goals.ListGoalsAsync(request);
                Assert.InRange(page.Goals.Count, 1, size);
                Assert.Equal(Clusters.Now.ToWire(), page.At);
                names.AddRange(page.Goals.Select(goal => goal.Name));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            Assert.Equal(expected.Select(name => $"{bench.Workspace}/{name}"), names);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Applying_a_plan_says_what_it_did(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var plan = bench.Plan().Replace("unit: EUR", "unit: USD", StringComparison.Ordinal)
            .Replace("{id: visits,", "{id: walks, aggregation: count}\n  - {id: visits,", StringComparison.Ordinal);

        var changed = await bench.ApplyAsync(plan, chunk: 7);
        var again = await bench.ApplyAsync(plan);
        var pruned = await bench.ApplyAsync(bench.Plan(), prune: true);

        Assert.Equal(bench.Workspace, changed.Workspace);
        Assert.Equal([$"{bench.Workspace}/kpis/walks"], changed.Added);
        Assert.Contains($"{bench.Workspace}/kpis/revenue", changed.Changed);
        Assert.Equal((changed.Revision, 6), (again.Revision, again.UnchangedCount));
        Assert.Equal([$"{bench.Workspace}/kpis/walks"], pruned.Removed);
        Assert.True(pruned.Revision > again.Revision);
        var listed = await bench.Goals.ListWorkspacesAsync(new ListWorkspacesRequest());
        Assert.Contains((bench.Workspace, pruned.Revision), listed.Workspaces.Select(one => (one.Name, one.Revision)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_plan_that_lacks_goals_is_refused_naming_them(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var plan = bench.Plan().Split('\n').Where(line => !line.Contains("per-visit", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<RpcException>(() => bench.ApplyAsync(string.Join('\n', plan)));

        Assert.Equal(new Fault(StatusCode.FailedPrecondition, "GOALS_MISSING"), Fault.Of(failure));
        Assert.Equal([$"{bench.Workspace}/kpis/per-visit"], Fault.Fields(failure));
    }

    [Fact]
    public async Task A_plan_with_faults_is_refused_with_their_places()
    {
        var bench = await clusters.OpenAsync(1);

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => bench.ApplyAsync("workspace: faulty\nkpis:\n  - {id: a, aggregation: mode}\n"));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "PLAN_REFUSED"), Fault.Of(failure));
        Assert.Equal(["kpis[0].aggregation"], Fault.Fields(failure));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var bench = await clusters.OpenAsync(1);

        var goal = await Fault.OfAsync(() => bench.GetAsync("kpis/nowhere"));
        var workspace = await Fault.OfAsync(async () => await bench.Goals.ListGoalsAsync(new ListGoalsRequest { Parent = "workspaces/none" }));

        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_GOAL"), goal);
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_WORKSPACE"), workspace);
    }

    [Theory]
    [InlineData(-1, "", "", "page_size")]
    [InlineData(5001, "", "", "page_size")]
    [InlineData(0, "x", "", "page_token")]
    [InlineData(0, "", "x", "after_token")]
    public async Task A_faulty_list_is_refused_with_its_field(int size, string page, string after, string field)
    {
        var bench = await clusters.OpenAsync(1);
        var request = new ListGoalsRequest { Parent = bench.Workspace, PageSize = size, PageToken = page, AfterToken = after };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await bench.Goals.ListGoalsAsync(request));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
        Assert.Equal([field], Fault.Fields(failure));
    }

    [Fact]
    public async Task A_plan_without_a_header_is_refused()
    {
        var bench = await clusters.OpenAsync(1);
        using var call = bench.Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = Google.Protobuf.ByteString.CopyFromUtf8("workspace: x") });

        Assert.Equal(new Fault(StatusCode.FailedPrecondition, "STREAM_ORDER"), await Fault.OfAsync(async () => await call));
    }
}
