using System.Diagnostics.Metrics;
using OkrGrains.Contracts.V1;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Durability;

public sealed class SharedAcknowledgementTests
{
    /// <summary>The readings of a batch: a number that no other test sends, since a metric of the process tells when all have arrived.</summary>
    private const int Readings = 37;

    private const int Batches = 100;

    /// <summary>
    /// A message for each batch would cost a producer of small batches, and the server, more than the readings. There are two commits: that
    /// which is held, and one for all batches that came meanwhile.
    /// </summary>
    [Fact]
    public async Task Batches_that_become_durable_together_have_few_acknowledgements()
    {
        await using var server = await FaultyServer.StartAsync();
        using var release = new ManualResetEventSlim();
        using var producer = await server.Bench.ProduceAsync();
        await producer.SendAsync(Batch(1, 1));
        await producer.UntilAckAsync(1);
        server.HoldSyncs("okr.db-wal", release);
        using var arrivals = new Arrivals();
        for (var batch = 0; batch < Batches; batch++)
        {
            await producer.SendAsync(Batch(2 + (batch * Readings), [.. Enumerable.Repeat(1.0, Readings)]));
        }

        await arrivals.All;
        release.Set();
        var acks = 0;
        ReadingsAck ack;
        do
        {
            ack = (await producer.NextAsync()).Ack;
            acks++;
        }
        while (ack.DurableThroughSequence < 1 + (Batches * Readings));

        Assert.InRange(acks, 1, 10);
    }

    /// <summary>Waits until as many batches have arrived at a server as the test sends.</summary>
    private sealed class Arrivals : IDisposable
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly MeterListener _listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == ApiInstruments.MeterName && instrument.Name == "okrgrains.readings.received")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        private int _arrived;

        public Arrivals()
        {
            _listener.SetMeasurementEventCallback<long>((_, readings, _, _) =>
            {
                if (readings == Readings && Interlocked.Increment(ref _arrived) == Batches)
                {
                    _all.SetResult();
                }
            });
            _listener.Start();
        }

        public Task All => _all.Task;

        public void Dispose() => _listener.Dispose();
    }
}
