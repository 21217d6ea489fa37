using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Goals;

/// <summary>Tests the greatest number of all wherever a request has a number: it is answered like any other.</summary>
[Collection(ClusterTests.Name)]
public sealed class GreatestNumberTests(Clusters clusters)
{
    private static readonly Fault _badRequest = new(StatusCode.InvalidArgument, "BAD_REQUEST");
    private static readonly string _greatest = long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_greatest_revision_is_that_of_the_newest_definition_and_an_etag_of_it_is_outdated()
    {
        var bench = await clusters.OpenAsync(1);
        var goal = $"{bench.Workspace}/kpis/revenue";
        var newest = await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = goal, Revision = long.MaxValue });
        Assert.Equal((await bench.GetAsync("kpis/revenue")).Definition, newest.Goal.Definition);
        var rename = new RenameGoalRequest { Name = goal, NewId = "sales", Etag = $"r{long.MaxValue:x}" };
        Assert.Equal(
            new Fault(StatusCode.Aborted, "PLAN_CHANGED"), await Fault.OfAsync(async () => await bench.Goals.RenameGoalAsync(rename)));
    }

    [Fact]
    public async Task Pages_behind_everything_are_empty_or_unknown()
    {
        var bench = await clusters.OpenAsync(1);
        var checkIns = new CheckInService.CheckInServiceClient(bench.Cluster.Channel(0));
        var own = $"{bench.Workspace}/keyResults/sell-more";
        await checkIns.CreateCheckInAsync(new CreateCheckInRequest { Parent = own, Author = "ann" });
        foreach (var name in new[] { bench.Workspace, own })
        {
            var behind = new ListRevisionsRequest { Name = name, PageToken = _greatest };
            Assert.Empty((await bench.Goals.ListRevisionsAsync(behind)).Revisions);
        }

        Assert.Single((await checkIns.ListCheckInsAsync(new ListCheckInsRequest { Parent = own, PageToken = _greatest })).CheckIns);
        foreach (var token in new[] { $"{_greatest}.0", $"{_greatest}.{int.MaxValue}", $"1.{int.MaxValue}", $"{_greatest}0.0" })
        {
            var list = new ListReadingsRequest { Parent = own, PageToken = token };
            Assert.Equal(_badRequest, await Fault.OfAsync(async () => await bench.Readings.ListReadingsAsync(list)));
        }

        var goals = new ListGoalsRequest { Parent = bench.Workspace, PageToken = $"3.{int.MaxValue}" };
        Assert.Empty((await bench.Goals.ListGoalsAsync(goals)).Goals);
        goals.PageToken = $"3.{_greatest}";
        Assert.Equal(_badRequest, await Fault.OfAsync(async () => await bench.Goals.ListGoalsAsync(goals)));
    }
}
