using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Goals;

public sealed class ClockTests
{
    private static readonly Instant _start = Instant.Parse("2026-03-31T23:59:59.999Z");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_clock_that_is_set_at_one_silo_is_set_at_all_and_goals_have_changed(int silos)
    {
        await using var cluster = await OkrCluster.StartAsync(silos, _start);
        var bench = await Bench.OpenAsync(cluster, "w");
        await bench.ApplyAsync(bench.Plan("  - {id: late, keyResults: [{id: monthly, measure: {aggregation: sum, window: month}, target: 10}]}"));
        await bench.WriteAsync(new Reading { Goal = "keyResults/monthly", Time = _start.ToWire(), Value = 5 });
        Assert.Equal("0.5", (await bench.GetAsync("objectives/late")).Figures.Score.Decimal);
        Assert.Equal(Contracts.V1.Status.NoData, (await bench.GetAsync("keyResults/monthly")).Figures.NextTurn.Status);

        var april = new Instant(_start.UnixMillis + 1);
        var set = await ClockOf(cluster, 2).SetClockAsync(new SetClockRequest { At = april.ToWire() });
        Assert.Equal(april.ToWire(), set.At);
        for (var silo = 0; silo < silos; silo++)
        {
            var clock = await ClockOf(cluster, silo).GetClockAsync(new GetClockRequest());
            Assert.Equal((april.ToWire(), true), (clock.At, clock.Pinned));
        }

        var late = (await bench.GetAsync("objectives/late")).Figures;
        Assert.Equal((april.ToWire(), "0", "0"), (late.At, late.Score.Decimal, late.Coverage.Decimal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_clock_that_is_set_past_a_cycle_s_closing_has_closed_it(int silos)
    {
        await using var cluster = await OkrCluster.StartAsync(silos, _start);
        var bench = await Bench.OpenAsync(cluster, "w");
        await bench.ApplyAsync(bench.Plan("""
              - {id: quarter, cycle: q1, keyResults: [{id: own, measure: {aggregation: sum}, target: 10}]}
            cycles: [{id: q1, start: 2026-01-01, end: 2026-04-01, closeAfter: P2D}]
            """));
        await bench.WriteAsync(new Reading { Goal = "keyResults/own", Time = _start.ToWire(), Value = 5 });
        var closing = Instant.Parse("2026-04-03T00:00:00Z");
        await SetAsync(cluster, new Instant(closing.UnixMillis - 1));
        Assert.Null((await bench.GetAsync("keyResults/own")).Figures.FinalScore);
        await SetAsync(cluster, closing);
        foreach (var goal in new[] { "keyResults/own", "objectives/quarter" })
        {
            Assert.Equal("0.5", (await bench.GetAsync(goal)).Figures.FinalScore?.Decimal);
        }
    }

    [Fact]
    public async Task Backwards_and_malformed_it_is_refused_and_stays()
    {
        await using var cluster = await OkrCluster.StartAsync(1, _start);
        var fault = await Fault.OfAsync(() => SetAsync(cluster, new Instant(_start.UnixMillis - 1)));
        Assert.Equal((StatusCode.FailedPrecondition, "CLOCK_BACKWARDS"), (fault.Code, fault.Reason));
        fault = await Fault.OfAsync(async () => await ClockOf(cluster, 0).SetClockAsync(new SetClockRequest()));
        Assert.Equal((StatusCode.InvalidArgument, "BAD_REQUEST"), (fault.Code, fault.Reason));
        Assert.Equal(_start.ToWire(), (await ClockOf(cluster, 0).GetClockAsync(new GetClockRequest())).At);
        await SetAsync(cluster, _start);
    }

    [Fact]
    public async Task A_clock_that_flows_is_not_set()
    {
        await using var cluster = await OkrCluster.StartAsync(new OkrClusterOptions());
        Assert.False((await ClockOf(cluster, 0).GetClockAsync(new GetClockRequest())).Pinned);
        var fault = await Fault.OfAsync(() => SetAsync(cluster, Instant.Parse("2126-01-01T00:00:00Z")));
        Assert.Equal((StatusCode.FailedPrecondition, "CLOCK_NOT_PINNED"), (fault.Code, fault.Reason));
    }

    private static ClockService.ClockServiceClient ClockOf(OkrCluster cluster, int silo) => new(cluster.Channel(silo));

    private static async Task SetAsync(OkrCluster cluster, Instant at) =>
        await ClockOf(cluster, 0).SetClockAsync(new SetClockRequest { At = at.ToWire() });
}
