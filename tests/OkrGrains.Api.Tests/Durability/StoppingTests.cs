using System.Diagnostics.Metrics;
using Grpc.Core;
using OkrGrains.Api.Tests.Limits;
using static OkrGrains.Api.Tests.Durability.FaultyServer;

namespace OkrGrains.Api.Tests.Durability;

// Runs alone, since it listens to the metrics of the process.
[Collection(Alone.Name)]
public sealed class StoppingTests
{
    [Fact]
    public async Task A_server_that_stops_says_so_to_open_streams_and_loses_nothing()
    {
        using var ended = new EndedCalls();
        await using var server = await FaultyServer.StartAsync();
        using (var producer = await server.Bench.ProduceAsync())
        {
            await producer.SendAsync(Batch(1, 1, 2));
            await producer.UntilAckAsync(2);

            var failing = producer.FailureAsync();
            await server.Server.StopAsync();

            Assert.Equal([("StreamReadings", "SHUTTING_DOWN")], ended.Calls);

            Assert.Equal(new Fault(StatusCode.Unavailable, "SHUTTING_DOWN"), Fault.Of(await failing));
        }

        await server.StopAsync();
        await server.StartAgainAsync();
        Assert.Equal("3", (await server.Bench.GetAsync("kpis/revenue")).Figures.Value.Decimal);
    }

    /// <summary>The calls that servers of this process end with an error, with their reasons.</summary>
    private sealed class EndedCalls : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<(string Method, string Reason)> _calls = [];
        private readonly MeterListener _listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ApiInstruments.MeterName && instrument.Name == "okrgrains.calls.failed")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };

        public EndedCalls()
        {
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                lock (_lock)
                {
                    _calls.Add((Of(tags, "method"), Of(tags, "reason")));
                }
            });
            _listener.Start();
        }

        public IReadOnlyList<(string Method, string Reason)> Calls
        {
            get
            {
                lock (_lock)
                {
                    return [.. _calls];
                }
            }
        }

        public void Dispose() => _listener.Dispose();

        private static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == name)
                {
                    return (string)tag.Value!;
                }
            }

            return "";
        }
    }
}
