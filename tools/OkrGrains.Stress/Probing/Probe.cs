using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Client.Watching;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Stress.Probing;

/// <summary>
/// A well-behaved producer that sends a reading at a fixed period, whatever happens, and a watcher of the goal at the top. It measures the
/// time from the instant at which a reading was due to be sent until it is acknowledged, and until the watcher holds it.
/// </summary>
internal sealed class Probe : IAsyncDisposable
{
    private readonly OkrClient _client;
    private readonly TimeSpan _period;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Journeys _acknowledged = new();
    private readonly Journeys _seen = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private long _started;
    private long _sent;

    private Probe(Uri server, TimeSpan period) => (_client, _period) = (new OkrClient(server), period);

    /// <summary>The number of readings that have been sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public long Acknowledged => _acknowledged.Through;

    /// <summary>Ends when the probe has stopped sending; fails with the reason if the probe has failed.</summary>
    public Task Running => _running;

    /// <summary>Starts a probe whose tree has been applied.</summary>
    public static async Task<Probe> StartAsync(Uri server, TimeSpan period)
    {
        var probe = new Probe(server, period);
        probe._watching = Task.Run(probe.WatchAsync);
        await await Task.WhenAny(probe._synced.Task, probe._watching);
        probe._started = TimeProvider.System.GetTimestamp();
        probe._running = Task.Run(probe.SendAsync);
        return probe;
    }

    /// <summary>Returns the sequence of the reading that is due now, as a mark for what is sent from now on.</summary>
    public long Mark() => Due(TimeProvider.System.GetTimestamp());

    /// <summary>Returns the times from when readings were due to be sent until they were acknowledged.</summary>
    public Latencies Acknowledgements(long from, long to) => new(Ages(_acknowledged, from, to));

    /// <summary>Returns the times from when readings were due to be sent until the watcher held them.</summary>
    public Latencies Freshness(long from, long to) => new(Ages(_seen, from, to));

    /// <summary>Returns the times from when readings were due to be sent until they arrived somewhere else, in milliseconds.</summary>
    public IEnumerable<double> Ages(Journeys journeys, long from, long to) =>
        journeys.Between(from, to).Select(arrival =>
            (TimeProvider.System.GetElapsedTime(_started, arrival.Timestamp) - ((arrival.Sequence - 1) * _period)).TotalMilliseconds);

    /// <summary>
    /// Sends nothing more, waits until everything is acknowledged and seen, and returns the number of readings that the top has counted.
    /// </summary>
    public async Task<long> FinishAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(patience);
        await _seen.ThroughAsync(Sent).WaitAsync(patience);
        return _seen.Through;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _end.CancelAsync();
        await Task.WhenAll(_running, _watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
        _end.Dispose();
    }

    private long Due(long timestamp) => (long)(TimeProvider.System.GetElapsedTime(_started, timestamp) / _period) + 1;


    private async Task SendAsync()
    {
        using var call = new ReadingService.ReadingServiceClient(_client.Invoker).StreamReadings(cancellationToken: _end.Token);
        var open = new StreamOpen { Workspace = ProbeTree.Workspace, Producer = "probe", AckLevel = AckLevel.Durable };
        await call.RequestStream.WriteAsync(new StreamReadingsRequest { Open = open });
        await call.ResponseStream.MoveNext(_end.Token);
        var answers = TakeAnswersAsync(call.ResponseStream);
        var time = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        while (!_stop.IsCancellationRequested && !answers.IsCompleted)
        {
            // Sends all readings that are due by now, so that one late reading does not make the next ones late.
            for (var due = Due(TimeProvider.System.GetTimestamp()); _sent < due;)
            {
                var sequence = Interlocked.Increment(ref _sent);
                var batch = new ReadingBatch { FirstSequence = sequence, BaseTimeMillis = time, Handles = { 0u }, Values = { 1 } };
                if (sequence == 1)
                {
                    batch.Define.Add(new HandleDefinition { Handle = 0, Goal = ProbeTree.Kpi });
                }

                await call.RequestStream.WriteAsync(new StreamReadingsRequest { Batch = batch });
            }

            await Task.Delay(_period, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await call.RequestStream.CompleteAsync();
        await answers;
    }

    private async Task TakeAnswersAsync(IAsyncStreamReader<StreamReadingsResponse> responses)
    {
        while (await responses.MoveNext(_end.Token))
        {
            _acknowledged.Arrived((responses.Current.Ack ?? throw new InvalidOperationException($"told {responses.Current}")).ThroughSequence);
        }
    }

    private async Task WatchAsync()
    {
        await foreach (var response in _client.Watches.WatchAsync(new WatchOptions { Name = ProbeTree.Root }, _end.Token))
        {
            if (response.Goal is { } goal && ProbeTree.Counted(goal) is { } counted)
            {
                _seen.Arrived(counted);
            }
            else if (response.Synced is not null)
            {
                _synced.TrySetResult();
            }
        }
    }
}
