using Grpc.Core;
using OkrGrains.Api.Tests.Limits;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Durability;

// The end of a connection may overtake what was sent before it when the client has no processor to read it.
[Collection(Alone.Name)]
public sealed class StoppingTests
{
    [Fact]
    public async Task A_server_that_stops_says_so_to_open_streams_and_loses_nothing()
    {
        await using var server = await FaultyServer.StartAsync();
        using (var producer = await server.Bench.ProduceAsync())
        {
            await producer.SendAsync(Batch(1, 1, 2));
            await producer.UntilAckAsync(2);

            // It listens before: what comes just before the end of a connection may be lost on a client that does not.
            var failing = producer.FailureAsync();
            var stopping = server.Server.StopAsync();

            Assert.Equal(new Fault(StatusCode.Unavailable, "SHUTTING_DOWN"), Fault.Of(await failing));
            await stopping;
        }

        await server.StopAsync();
        await server.StartAgainAsync();
        Assert.Equal("3", (await server.Bench.GetAsync("kpis/revenue")).Figures.Value.Decimal);
    }
}
