using OkrGrains.Grains.Ingest;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class CallsInFlightTests
{
    private const int Rounds = 20_000;

    [Fact]
    public async Task It_waits_for_the_last_call_even_if_one_ends_while_a_former_waiting_is_over()
    {
        using var gate = new Barrier(2);
        var flight = new CallsInFlight();
        var ending = Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    gate.SignalAndWait();
                    flight.End();
                    gate.SignalAndWait();
                    flight.End();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var early = 0;
        for (var round = 0; round < Rounds; round++)
        {
            flight.Begin();
            flight.Begin();
            await flight.DownToAsync(2, TimeSpan.FromMinutes(1), TimeProvider.System);
            gate.SignalAndWait();

            // The first call ends at the same time as this begins to wait for both.
            var all = flight.DownToAsync(0, TimeSpan.FromMinutes(1), TimeProvider.System);
            early += all.IsCompleted ? 1 : 0;
            gate.SignalAndWait();
            Assert.True(await all);
        }

        await ending;
        Assert.Equal(0, early);
        Assert.Equal(0, flight.Count);
    }
}
