using Grpc.Core;
using OkrGrains.Api.Tests.Limits;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Durability;

// Runs alone: when the client gets no processor time, the end of a connection may overtake the messages sent before it.
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

            // The client reads before the stop, since it may otherwise lose the messages sent just before the end of the connection.
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
