using OkrGrains.Grains.Ingest;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class CallsInFlightTests
{
    private const int Rounds = 20_000;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task It_waits_for_the_last_call_even_if_one_ends_while_a_former_waiting_is_over()
    {
        using var gate = new Barrier(2);
        var flight = new CallsInFlight();
        var ending = OnOwnThread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                gate.SignalAndWait(_patience);
                flight.End();
                gate.SignalAndWait(_patience);
                flight.End();
            }
        });
        var early = 0;
        await OnOwnThread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                flight.Begin();
                flight.Begin();
                Assert.True(flight.DownToAsync(2, _patience, TimeProvider.System).IsCompletedSuccessfully);
                gate.SignalAndWait(_patience);

                // The first call ends at the same time as this begins to wait for both.
                var all = flight.DownToAsync(0, _patience, TimeProvider.System);
                SpinWait.SpinUntil(() => flight.Count == 1);
                early += all.IsCompleted ? 1 : 0;
                gate.SignalAndWait(_patience);

                // Nothing continues on the thread of the call that ends.
                Assert.True(SpinWait.SpinUntil(() => all.IsCompleted, _patience));
            }
        });
        await ending;
        Assert.Equal((0, 0), (early, flight.Count));
    }

    private static Task OnOwnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
