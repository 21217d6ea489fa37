using Google.Rpc;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Durability;

public sealed class FullDiskTests
{
    private static readonly Fault _full = new(StatusCode.ResourceExhausted, "STORE_FULL");

    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_reads_go_on_and_space_is_all_it_takes_to_recover()
    {
        await using var server = await FaultyServer.StartAsync();
        var bench = server.Bench;
        using (var producer = await bench.ProduceAsync())
        {
            await producer.SendAsync(Batch(1, 1, 2));
            await producer.UntilAckAsync(2);
            server.Fill();
            await producer.SendAsync(Batch(3, 4, 8));
            AssertFull(await producer.EndWithoutAckAsync());
        }

        await AssertRefusedAsync(bench);
        Assert.Equal("3", (await bench.GetAsync("kpis/revenue")).Figures.Value.Decimal);
        Assert.Equal("0.015", (await bench.GetAsync("objectives/grow")).Figures.Score.Decimal);
        Assert.Null(server.Server.ReadOnlyReason);

        server.Heal();
        using var next = await bench.ProduceAsync(acknowledged: 2);
        Assert.Equal(2, next.Opened.LastSequence);
        await next.SendAsync(Batch(3, 4, 8));
        var ack = (await next.UntilAckAsync(4))[^1].Ack;
        Assert.Equal("15", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
        var token = await bench.WriteAsync(Reading(16));
        Assert.Equal("31", (await bench.GetAsync("kpis/revenue", token)).Figures.Value.Decimal);
        Assert.Equal("0.155", (await bench.GetAsync("objectives/grow", token)).Figures.Score.Decimal);
        Assert.Empty(server.Verify());
    }

    [Fact]
    public async Task A_unary_write_of_a_workspace_that_has_written_before_recovers_too()
    {
        await using var server = await FaultyServer.StartAsync();
        await server.Bench.WriteAsync(Reading(1));
        server.Fill();
        AssertFull(await Assert.ThrowsAsync<RpcException>(() => server.Bench.WriteAsync(Reading(2))));
        AssertFull(await Assert.ThrowsAsync<RpcException>(() => server.Bench.WriteAsync(Reading(2))));

        server.Heal();
        var token = await server.Bench.WriteAsync(Reading(4));
        Assert.Equal("5", (await server.Bench.GetAsync("kpis/revenue", token)).Figures.Value.Decimal);
    }

    private static async Task AssertRefusedAsync(Bench bench)
    {
        using (var late = bench.Readings.StreamReadings())
        {
            await late.RequestStream.WriteAsync(
                new StreamReadingsRequest { Open = new StreamOpen { Workspace = bench.Workspace, Producer = "late" } });
            AssertFull(await Assert.ThrowsAsync<RpcException>(() => late.ResponseStream.MoveNext(CancellationToken.None)));
        }

        AssertFull(await Assert.ThrowsAsync<RpcException>(() => bench.WriteAsync(Reading(1))));
        AssertFull(await Assert.ThrowsAsync<RpcException>(() => bench.ApplyAsync(bench.Plan("  - {id: more}"))));
    }

    private static void AssertFull(RpcException failure)
    {
        Assert.Equal(_full, Fault.Of(failure));
        Assert.True(Fault.Unpack<RetryInfo>(Fault.Details(failure))!.RetryDelay.Seconds > 0);
    }
}
