using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Goals;

[Collection(ClusterTests.Name)]
public sealed class CheckInTests(Clusters clusters)
{
    private const string More = """
          - id: reviewed
            review: P14D
            keyResults: [{id: own, review: PT1S, measure: {aggregation: sum, window: all}, target: 10}]
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_check_in_is_kept_listed_and_counts(int silos)
    {
        var (bench, checkIns) = await OpenAsync(silos);
        var request = new CreateCheckInRequest
        {
            Parent = $"{bench.Workspace}/keyResults/own", Author = "ann", Note = "going well", Confidence = "0.80", Value = 4, RequestId = "one",
        };
        var kept = await checkIns.CreateCheckInAsync(request);
        Assert.Equal(kept, await checkIns.CreateCheckInAsync(request));
        var plain = await checkIns.CreateCheckInAsync(new CreateCheckInRequest { Parent = request.Parent, Author = "bob" });

        Assert.Equal((1, "ann", "going well", "0.8"), (kept.CheckIn.Number, kept.CheckIn.Author, kept.CheckIn.Note, kept.CheckIn.Confidence));
        Assert.Equal((4d, 1L, Clusters.Now.ToWire()), (kept.CheckIn.Reading.Value, kept.CheckIn.Reading.Sequence, kept.CheckIn.Reading.Time));
        Assert.EndsWith("/ann", kept.CheckIn.Reading.Producer, StringComparison.Ordinal);
        Assert.Equal((2, "", null), (plain.CheckIn.Number, plain.CheckIn.Confidence, plain.CheckIn.Reading));
        var goal = await bench.GetAsync("keyResults/own", kept.Token);
        Assert.Equal("0.4", goal.Figures.Score.Decimal);
        Assert.Equal(Clusters.Now.UnixMillis + 1000, goal.Figures.CheckInDueAt.ToDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.False(goal.Figures.CheckInOverdue);
        var first = await checkIns.ListCheckInsAsync(new ListCheckInsRequest { Parent = request.Parent, PageSize = 1 });
        var second = await checkIns.ListCheckInsAsync(
            new ListCheckInsRequest { Parent = request.Parent, PageSize = 1, PageToken = first.NextPageToken });
        Assert.Equal([plain.CheckIn, kept.CheckIn], first.CheckIns.Concat(second.CheckIns));
        Assert.Equal("", second.NextPageToken);
    }

    /// <summary>A goal comes with its newest check-in, as the list of check-ins has it, from memory and after it was loaded again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_goal_comes_with_its_last_check_in(int silos)
    {
        var (bench, checkIns) = await OpenAsync(silos);
        var name = $"{bench.Workspace}/keyResults/own";
        Assert.Null((await bench.GetAsync("keyResults/own")).LastCheckIn);
        await checkIns.CreateCheckInAsync(new CreateCheckInRequest { Parent = name, Author = "bob", Note = "the first" });
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = name });
        Assert.Equal("bob", (await NextGoalAsync(watch)).LastCheckIn.Author);
        var kept = (await checkIns.CreateCheckInAsync(
            new CreateCheckInRequest { Parent = name, Author = "ann", Note = "going well", Confidence = "0.80", Value = 4 })).CheckIn;

        var listed = (await bench.Goals.ListGoalsAsync(new ListGoalsRequest { Parent = bench.Workspace })).Goals;

        Assert.Equal(("ann", "going well", "0.8", 4d), (kept.Author, kept.Note, kept.Confidence, kept.Reading.Value));
        Assert.Equal(kept, (await bench.GetAsync("keyResults/own")).LastCheckIn);
        Assert.Equal(kept, (await NextGoalAsync(watch, number: 2)).LastCheckIn);
        Assert.Equal([kept], listed.Select(goal => goal.LastCheckIn).Where(checkIn => checkIn is not null));
        await bench.ApplyAsync(bench.Plan(More.Replace("target: 10", "target: 20", StringComparison.Ordinal)));
        Assert.Equal(kept, (await bench.GetAsync("keyResults/own")).LastCheckIn);
        var former = await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = name, Revision = kept.Revision });
        Assert.Null(former.Goal.LastCheckIn);
    }

    [Theory]
    [InlineData("kpis/revenue", "ann", "", null, "FailedPrecondition TAKES_NO_CHECK_INS")]
    [InlineData("keyResults/sell-more", "ann", "", 1d, "FailedPrecondition TAKES_NO_READINGS")]
    [InlineData("keyResults/none", "ann", "", null, "NotFound UNKNOWN_GOAL")]
    [InlineData("keyResults/own", "", "", null, "InvalidArgument BAD_REQUEST")]
    [InlineData("keyResults/own", "ann", "1.1", null, "InvalidArgument BAD_REQUEST")]
    [InlineData("keyResults/own", "ann", "-0.1", null, "InvalidArgument BAD_REQUEST")]
    [InlineData("keyResults/own", "ann", "0.1234567891", null, "InvalidArgument BAD_REQUEST")]
    [InlineData("keyResults/own", "ann", "", double.NaN, "InvalidArgument BAD_REQUEST")]
    [InlineData("keyResults/own", "ann", "", 2e15, "InvalidArgument BAD_REQUEST")]
    public async Task A_faulty_check_in_is_refused(string goal, string author, string confidence, double? value, string fault)
    {
        var (bench, checkIns) = await OpenAsync(1);
        var request = new CreateCheckInRequest { Parent = $"{bench.Workspace}/{goal}", Author = author, Confidence = confidence };
        if (value is { } given)
        {
            request.Value = given;
        }

        var refused = await Fault.OfAsync(async () => await checkIns.CreateCheckInAsync(request));
        Assert.Equal(fault, $"{refused.Code} {refused.Reason}");
        request.Parent = $"{bench.Workspace}/keyResults/own";
        Assert.Empty((await checkIns.ListCheckInsAsync(new ListCheckInsRequest { Parent = request.Parent })).CheckIns);
    }

    [Fact]
    public async Task Other_words_under_the_same_id_are_refused_and_do_not_count()
    {
        var (bench, checkIns) = await OpenAsync(1);
        CreateCheckInRequest Request(Action<CreateCheckInRequest> change)
        {
            var request = new CreateCheckInRequest
            {
                Parent = $"{bench.Workspace}/keyResults/own",
                Author = "ann",
                Note = "well",
                Confidence = "0.5",
                Value = 4,
                RequestId = "one",
            };
            change(request);
            return request;
        }

        var kept = await checkIns.CreateCheckInAsync(Request(_ => { }));
        Action<CreateCheckInRequest>[] others =
        [
            request => request.Author = "bob", request => request.Note = "badly", request => request.Confidence = "",
            request => request.Confidence = "0.6", request => request.Value = 5, request => request.ClearValue(),
            request => request.Time = new Model.Time.Instant(Clusters.Now.UnixMillis - 1).ToWire(),
        ];
        foreach (var other in others)
        {
            var refused = await Fault.OfAsync(async () => await checkIns.CreateCheckInAsync(Request(other)));
            Assert.Equal(new Fault(StatusCode.AlreadyExists, "REQUEST_REUSED"), refused);
        }

        Assert.Equal(kept, await checkIns.CreateCheckInAsync(Request(request => request.Confidence = "0.50")));
        Assert.Equal(kept, await checkIns.CreateCheckInAsync(Request(request => request.Time = Clusters.Now.ToWire())));
        Assert.Equal("0.4", (await bench.GetAsync("keyResults/own", kept.Token)).Figures.Score.Decimal);
    }

    // The figures that follow from the reading of a check-in may come before the check-in.
    private static async Task<Goal> NextGoalAsync(AsyncServerStreamingCall<WatchGoalsResponse> watch, long number = 1)
    {
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (watch.ResponseStream.Current.Goal is { } goal && goal.LastCheckIn.Number == number)
            {
                return goal;
            }
        }

        throw new InvalidOperationException("The watch has ended.");
    }

    private async Task<(Bench Bench, CheckInService.CheckInServiceClient CheckIns)> OpenAsync(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        await bench.ApplyAsync(bench.Plan(More));
        return (bench, new CheckInService.CheckInServiceClient(bench.Cluster.Channel(2)));
    }
}
