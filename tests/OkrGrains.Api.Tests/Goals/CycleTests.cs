using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Goals;

/// <summary>Tests a cycle that ended before the time of the clusters' clock, and that is closed and reopened by hand.</summary>
[Collection(ClusterTests.Name)]
public sealed class CycleTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_cycle_is_closed_restated_reopened_and_closed_again(int silos)
    {
        var (bench, name) = await OpenAsync(silos);
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(2));
        var token = await PushAsync(bench, 5);
        var open = Assert.Single((await cycles.ListCyclesAsync(new ListCyclesRequest { Parent = bench.Workspace })).Cycles);
        Assert.Equal((name, CycleState.Open), (open.Name, open.State));
        Assert.Equal("2026-02-03T00:00:00Z", open.CloseAt.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
        Assert.Null((await bench.GetAsync("keyResults/own", token)).Figures.FinalScore);

        var closed = (await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = "ann", Reason = "done" })).Cycle;
        Assert.Equal((CycleState.Closed, 2), (closed.State, closed.Closings[^1].GoalCount));
        var goal = await bench.GetAsync("keyResults/own", await PushAsync(bench, 3));
        Assert.Equal(("0.5", "0.8", true), (goal.Figures.FinalScore.Decimal, goal.Figures.Score.Decimal, goal.Figures.Restated));
        Assert.Equal(Grade.Yellow, goal.Figures.Grade);

        var reopened = (await cycles.ReopenCycleAsync(new ReopenCycleRequest { Name = name, Author = "bob", Reason = "late data" })).Cycle;
        Assert.Equal((CycleState.Reopened, "bob", "late data"), (reopened.State, reopened.Closings[^1].Author, reopened.Closings[^1].Reason));
        goal = await bench.GetAsync("keyResults/own");
        Assert.Equal((false, Grade.Green), (goal.Figures.Restated, goal.Figures.Grade));
        Assert.Null(goal.Figures.FinalScore);

        await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = "ann" });
        goal = await bench.GetAsync("keyResults/own");
        Assert.Equal(("0.8", false), (goal.Figures.FinalScore.Decimal, goal.Figures.Restated));
        var finals = await cycles.ListFinalsAsync(new ListFinalsRequest { Name = name, Revision = closed.Closings[^1].Revision, PageSize = 1 });
        var rest = await cycles.ListFinalsAsync(
            new ListFinalsRequest { Name = name, Revision = closed.Closings[^1].Revision, PageSize = 1, PageToken = finals.NextPageToken });
        Assert.Equal(
            [("keyResults/own", "0.5"), ("objectives/quarter", "0.5")],
            finals.Finals.Concat(rest.Finals).Select(final => (final.Goal[(bench.Workspace.Length + 1)..], final.Score.Decimal)).Order());
        var changes = (await bench.Goals.ListRevisionsAsync(new ListRevisionsRequest { Name = bench.Workspace })).Revisions;
        Assert.Equal([name, name, name], changes.Where(change => change.Closing != ClosingKind.Unspecified).Select(change => change.Cycle));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        var (bench, name) = await OpenAsync(1);
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(0));
        async Task<Fault> ReopenAsync(string cycle, string author = "ann", string reason = "why") => await Fault.OfAsync(
            async () => await cycles.ReopenCycleAsync(new ReopenCycleRequest { Name = cycle, Author = author, Reason = reason }));
        Assert.Equal(new Fault(StatusCode.FailedPrecondition, "CYCLE_STATE"), await ReopenAsync(name));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_CYCLE"), await ReopenAsync(name + "1"));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await ReopenAsync(bench.Workspace));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await ReopenAsync(name, author: ""));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await ReopenAsync(name, reason: ""));
        foreach (var author in new[]
        {
            "clock", " Clock ", "clock: closed 2 goals", "clock :", "clock\u200b", "\u2060clock", "cl\u00adock", "\u200eclock:",
            "clo\u0327ck", "c\ufe00lock",
        })
        {
            var forged = await Fault.OfAsync(async () => await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = author }));
            Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), forged);
        }

        await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = "ann" });
        var again = await Fault.OfAsync(async () => await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = "ann" }));
        Assert.Equal(new Fault(StatusCode.FailedPrecondition, "CYCLE_STATE"), again);
    }

    [Fact]
    public async Task Finals_that_are_not_there_are_not_found_with_the_reason_that_a_reader_expects()
    {
        var (bench, name) = await OpenAsync(1);
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(0));
        async Task<(Fault Fault, string Detail)> ListAsync(string cycle, long revision = 0)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(
                async () => await cycles.ListFinalsAsync(new ListFinalsRequest { Name = cycle, Revision = revision }));
            return (Fault.Of(failure), failure.Status.Detail);
        }

        Assert.Equal((new Fault(StatusCode.NotFound, "UNKNOWN_CYCLE"), $"{name} has never been closed."), await ListAsync(name));
        Assert.Equal((new Fault(StatusCode.NotFound, "UNKNOWN_CYCLE"), $"There is no cycle {name}1."), await ListAsync(name + "1"));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_WORKSPACE"), (await ListAsync("workspaces/nowhere/cycles/q1")).Fault);
        await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = "ann" });
        var reopening = new ReopenCycleRequest { Name = name, Author = "ann", Reason = "why" };
        var reopened = (await cycles.ReopenCycleAsync(reopening)).Cycle.Closings;

        foreach (var revision in new[] { 1, reopened[1].Revision, long.MaxValue })
        {
            Assert.Equal(
                (new Fault(StatusCode.NotFound, "UNKNOWN_REVISION"), $"{name} has no closing of revision {revision}."),
                await ListAsync(name, revision));
        }

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), (await ListAsync(name, -1)).Fault);
        var finals = await cycles.ListFinalsAsync(new ListFinalsRequest { Name = name, Revision = reopened[0].Revision });
        Assert.Equal(2, finals.Finals.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Repeated_closings_and_reopenings_are_made_once(int silos)
    {
        var (bench, name) = await OpenAsync(silos);
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(2));
        var close = new CloseCycleRequest { Name = name, Author = "ann", RequestId = "close" };
        var reopen = new ReopenCycleRequest { Name = name, Author = "ann", Reason = "why", RequestId = "reopen" };

        var closed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cycles.CloseCycleAsync(close).ResponseAsync));
        Assert.All(closed, answer => Assert.Equal((CycleState.Closed, 1), (answer.Cycle.State, answer.Cycle.Closings.Count)));
        await cycles.ReopenCycleAsync(reopen);
        await cycles.ReopenCycleAsync(reopen);
        var late = await cycles.CloseCycleAsync(close);

        Assert.Equal((CycleState.Reopened, 2), (late.Cycle.State, late.Cycle.Closings.Count));
        close.Reason = "other words";
        var reused = new Fault(StatusCode.AlreadyExists, "REQUEST_REUSED");
        Assert.Equal(reused, await Fault.OfAsync(async () => await cycles.CloseCycleAsync(close)));
        reopen.RequestId = "close";
        Assert.Equal(reused, await Fault.OfAsync(async () => await cycles.ReopenCycleAsync(reopen)));
    }

    private async Task<(Bench Bench, string Name)> OpenAsync(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        const string More = """
              - id: quarter
                cycle: q1
                keyResults: [{id: own, measure: {aggregation: sum}, target: 10}]
            cycles: [{id: q1, start: 2026-01-01, end: 2026-02-01, closeAfter: P2D}]
            """;
        await bench.ApplyAsync(bench.Plan(More));
        return (bench, $"{bench.Workspace}/cycles/q1");
    }

    private static Task<string> PushAsync(Bench bench, double value) => bench.WriteAsync(
        new Reading { Goal = "keyResults/own", Time = OkrGrains.Model.Time.Instant.Parse("2026-01-15T00:00:00Z").ToWire(), Value = value });
}
