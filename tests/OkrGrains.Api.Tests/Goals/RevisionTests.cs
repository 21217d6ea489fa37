using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Goals;

[Collection(ClusterTests.Name)]
public sealed class RevisionTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Revisions_of_a_goal_and_of_a_workspace_come_a_page_at_a_time(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var changed = await bench.ApplyAsync(bench.Plan().Replace("target: 200", "target: 100", StringComparison.Ordinal));
        foreach (var name in new[] { $"{bench.Workspace}/keyResults/sell-more", bench.Workspace })
        {
            var first = await bench.Goals.ListRevisionsAsync(new ListRevisionsRequest { Name = name, PageSize = 1 });
            var second = await bench.Goals.ListRevisionsAsync(
                new ListRevisionsRequest { Name = name, PageSize = 1, PageToken = first.NextPageToken });
            var revision = Assert.Single(second.Revisions);
            Assert.Equal((changed.Revision, "a test", Clusters.Now.ToWire()), (revision.Revision_, revision.Author, revision.AcceptedAt));
            Assert.True(first.Revisions[0].Revision_ < revision.Revision_);
            if (name == bench.Workspace)
            {
                Assert.Equal((5, 1, ""), (first.Revisions[0].GoalCount, revision.GoalCount, revision.Definition));
            }
            else
            {
                Assert.Contains("200", first.Revisions[0].Definition, StringComparison.Ordinal);
                Assert.Contains("100", revision.Definition, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_goal_is_evaluated_under_an_older_definition(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        await bench.WriteAsync(new Reading { Goal = "kpis/revenue", Time = Clusters.Now.ToWire(), Value = 50 });
        var name = $"{bench.Workspace}/keyResults/sell-more";
        var first = (await bench.Goals.ListRevisionsAsync(new ListRevisionsRequest { Name = name })).Revisions[0].Revision_;
        await bench.ApplyAsync(bench.Plan().Replace("target: 200", "target: 100", StringComparison.Ordinal));

        var then = await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = name, Revision = first });
        Assert.Equal("main", then.Goal.Part);

        Assert.Equal(("0.25", first), (then.Goal.Figures.Score.Decimal, then.Goal.Revision));
        Assert.Equal(Clusters.Now.ToWire(), then.Goal.Figures.At);
        Assert.Equal("0.5", (await bench.GetAsync("keyResults/sell-more")).Figures.Score.Decimal);
        var none = await Fault.OfAsync(async () => await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = name, Revision = first - 1 }));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_REVISION"), none);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_loser_of_two_editors_gets_the_newer_state(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var etag = (await bench.Goals.ListGoalsAsync(new ListGoalsRequest { Parent = bench.Workspace })).Etag;
        Assert.Equal(etag, (await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = $"{bench.Workspace}/kpis/visits" })).Etag);
        var won = await ApplyAsync(bench, "unit: USD", etag);
        var lost = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(bench, "unit: CHF", etag));

        Assert.Equal(new Fault(StatusCode.Aborted, "PLAN_CHANGED"), Fault.Of(lost));
        Assert.Contains($"{bench.Workspace}/kpis/revenue", Fault.Fields(lost));
        var facts = Fault.Unpack<ErrorInfo>(Fault.Details(lost))!.Metadata;
        Assert.Equal((won.Etag, "ann"), (facts["etag"], facts["author"]));
        Assert.Equal("USD", (await bench.GetAsync("kpis/revenue")).Unit);
        Assert.Single((await ApplyAsync(bench, "unit: CHF", facts["etag"])).Changed);
        var faulty = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(bench, "unit: EUR", "yesterday"));
        Assert.Equal(["header.etag"], Fault.Fields(faulty));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_renamed_goal_is_watched_on_under_its_new_name(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = $"{bench.Workspace}/kpis/revenue", HeartbeatSeconds = 1 });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        async Task<WatchGoalsResponse> NextAsync()
        {
            do
            {
                Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
            }
            while (watch.ResponseStream.Current.Heartbeat is not null);
            return watch.ResponseStream.Current;
        }

        Assert.NotNull((await NextAsync()).Goal);
        Assert.NotNull((await NextAsync()).Synced);
        var request = new RenameGoalRequest { Name = $"{bench.Workspace}/kpis/revenue", NewId = "sales", Author = "ann" };
        var renamed = await bench.Goals.RenameGoalAsync(request);
        Assert.Equal($"{bench.Workspace}/kpis/revenue", (await NextAsync()).Removed);
        Assert.Equal(renamed.Name, (await NextAsync()).Goal.Name);
        await bench.WriteAsync(new Reading { Goal = "kpis/sales", Time = Clusters.Now.ToWire(), Value = 9 });
        var moved = await NextAsync();
        while (moved.Goal.Figures.Value is null)
        {
            moved = await NextAsync();
        }

        Assert.Equal(("9", renamed.Name), (moved.Goal.Figures.Value.Decimal, moved.Goal.Name));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_GOAL"), await Fault.OfAsync(async () => await bench.Goals.RenameGoalAsync(request)));
        request.Name = renamed.Name;
        request.NewId = "visits";
        Assert.Equal(new Fault(StatusCode.AlreadyExists, "NAME_TAKEN"), await Fault.OfAsync(async () => await bench.Goals.RenameGoalAsync(request)));
        request.NewId = "No";
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await Fault.OfAsync(async () => await bench.Goals.RenameGoalAsync(request)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_repeated_renaming_is_answered_like_the_first_and_made_once(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var etag = (await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = $"{bench.Workspace}/kpis/revenue" })).Etag;
        var request = new RenameGoalRequest { Name = $"{bench.Workspace}/kpis/revenue", NewId = "sales", Etag = etag, RequestId = "one" };
        var renamed = await bench.Goals.RenameGoalAsync(request);
        await bench.Goals.RenameGoalAsync(new RenameGoalRequest { Name = renamed.Name, NewId = "revenue", RequestId = "back" });

        Assert.Equal(renamed, await bench.Goals.RenameGoalAsync(request));

        Assert.Equal($"{bench.Workspace}/kpis/revenue", (await bench.GetAsync("kpis/revenue")).Name);
        request.NewId = "turnover";
        var reused = await Fault.OfAsync(async () => await bench.Goals.RenameGoalAsync(request));
        Assert.Equal(new Fault(StatusCode.AlreadyExists, "REQUEST_REUSED"), reused);
    }

    private static async Task<ApplyPlanResponse> ApplyAsync(Bench bench, string unit, string etag)
    {
        using var call = bench.Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader { Author = "ann", Etag = etag } });
        try
        {
            var plan = bench.Plan().Replace("unit: EUR", unit, StringComparison.Ordinal);
            await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFromUtf8(plan) });
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The server has answered before the end of the plan.
        }

        return await call;
    }
}
