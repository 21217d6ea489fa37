using Grpc.Core;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Durability;

public sealed class FailedSyncTests
{
    private static readonly Fault _unavailable = new(StatusCode.Unavailable, "STORE_UNAVAILABLE");

    [Fact]
    public async Task After_a_failed_sync_nothing_is_acknowledged_until_a_restart_has_checked_the_store()
    {
        await using var server = await FaultyServer.StartAsync();
        var bench = server.Bench;
        using (var producer = await bench.ProduceAsync())
        {
            await producer.SendAsync(Batch(1, 1, 2));
            await producer.UntilAckAsync(2);
            server.FailSyncs("okr.db-wal");
            await producer.SendAsync(Batch(3, 4, 8));
            Assert.Equal(_unavailable, Fault.Of(await producer.EndWithoutAckAsync()));
        }

        // A sync that succeeds after one that failed proves nothing.
        server.Heal();
        Assert.NotNull(server.Server.ReadOnlyReason);
        Assert.Equal(_unavailable, await Fault.OfAsync(() => bench.WriteAsync(Reading(1))));
        Assert.Equal(_unavailable, await Fault.OfAsync(() => bench.ProduceAsync("late")));
        Assert.Equal(_unavailable, await Fault.OfAsync(() => bench.ApplyAsync(bench.Plan("  - {id: more}"))));
        Assert.Equal("3", (await bench.GetAsync("kpis/revenue")).Figures.Value.Decimal);
        Assert.Equal("0.015", (await bench.GetAsync("objectives/grow")).Figures.Score.Decimal);

        await server.StopAsync();
        await server.StartAgainAsync();
        bench = server.Bench;
        Assert.Null(server.Server.ReadOnlyReason);
        Assert.Empty(server.Verify());
        using var next = await bench.ProduceAsync(acknowledged: 2);
        await next.SendAsync(Batch(3, 4, 8));
        var ack = (await next.UntilAckAsync(4))[^1].Ack;
        Assert.Equal("15", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
        Assert.Equal("0.075", (await bench.GetAsync("objectives/grow", ack.Token)).Figures.Score.Decimal);
    }
}
