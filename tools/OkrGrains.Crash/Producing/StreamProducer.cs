using Grpc.Core;
using Grpc.Net.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Crash.Producing;

/// <summary>
/// A producer that speaks the protocol itself and behaves like clients in the wild: it forgets what was acknowledged, sends readings again
/// without need, and cuts the same readings into other batches.
/// </summary>
internal sealed class StreamProducer(int number, CrashOptions options) : ICrashProducer
{
    private const int MostInFlight = 4_000;
    private const int MostInBatch = 20;

    private readonly Random _random = new(options.Seed + number);
    private CancellationTokenSource _stop = new();
    private TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _acknowledged = new();
    private volatile bool _finishing;
    private Task _run = Task.CompletedTask;

    public CrashReadings Readings { get; } = new(options.Seed, number);

    public string Id { get; } = $"stream-{number}";

    public long Acknowledged { get; private set; }

    public long Sent { get; private set; }

    public long Replayed { get; private set; }

    public string Token { get; private set; } = "";

    public void Start(string[] urls, int silo)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _finishing = false;
        var stop = _stop.Token;
        _run = Task.Run(() => RunAsync(urls[silo % urls.Length], stop), stop);
    }

    /// <summary>Ends at once when an acknowledgement arrives.</summary>
    public Task NextAcknowledgementAsync()
    {
        // Continuations run synchronously, on the thread that has read the acknowledgement, so that nothing comes in between.
        _acknowledged = new TaskCompletionSource();
        return _acknowledged.Task;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_run.Exception?.InnerException is { } failure and not OperationCanceledException)
        {
            throw new CrashFailure($"{Id}: {failure}");
        }
    }

    public async Task FinishAsync()
    {
        _finishing = true;
        try
        {
            await await Task.WhenAny(_finished.Task, _run).WaitAsync(ICrashProducer.Patience);
        }
        catch (TimeoutException)
        {
            throw new CrashFailure($"{Id} has sent {Sent}, and {Acknowledged} is acknowledged, for good as it seems");
        }

        await StopAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(string url, CancellationToken stop)
    {
        using var channel = GrpcChannel.ForAddress(url);
        var client = new ReadingService.ReadingServiceClient(channel);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(client, stop);
            }
            catch (Exception failure) when (stop.IsCancellationRequested || ServerLoss.Explains(failure))
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5 + _random.Next(60)), TimeProvider.System, stop);
        }
    }

    /// <summary>Runs one stream until it breaks.</summary>
    private async Task LiveAsync(ReadingService.ReadingServiceClient client, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var call = client.StreamReadings(cancellationToken: end.Token);
        var known = _random.Next(2) == 0 ? 0 : Acknowledged;
        var open = new StreamOpen { Workspace = CrashPlan.Workspace, Producer = Id, AckLevel = AckLevel.Durable, AcknowledgedSequence = known };
        await call.RequestStream.WriteAsync(new StreamReadingsRequest { Open = open }, end.Token);
        if (!await call.ResponseStream.MoveNext(end.Token))
        {
            return;
        }

        var held = call.ResponseStream.Current.Opened.LastSequence;
        if (held < known || held > Sent)
        {
            throw new CrashFailure($"{Id} knows of {known}, has sent {Sent}, and the server holds {held}");
        }

        var receiving = ReceiveAsync(call.ResponseStream, end.Token);
        try
        {
            await await Task.WhenAny(receiving, SendAsync(call.RequestStream, held, end.Token));
        }
        finally
        {
            await end.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(IClientStreamWriter<StreamReadingsRequest> requests, long held, CancellationToken stop)
    {
        var next = held + 1;
        var define = true;
        while (true)
        {
            if (_finishing && Acknowledged == Sent)
            {
                _finished.TrySetResult();
            }

            var most = _finishing ? Sent : Math.Max(Sent, Acknowledged + MostInFlight);
            var count = (int)Math.Min(1 + _random.Next(MostInBatch), most - next + 1);
            if (count > 0)
            {
                Replayed += Math.Clamp(Sent - next + 1, 0, count);
                Sent = Math.Max(Sent, next + count - 1);
                await requests.WriteAsync(new StreamReadingsRequest { Batch = Readings.Batch(next, count, define) }, stop);
                define = false;
                next += _random.Next(20) == 0 ? 0 : count;
            }

            // Bursts, with gaps between them in which the server catches up.
            if (_random.Next(2) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(40)), TimeProvider.System, stop);
            }
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<StreamReadingsResponse> responses, CancellationToken stop)
    {
        while (await responses.MoveNext(stop))
        {
            var ack = responses.Current.Ack ?? throw new CrashFailure($"{Id} was told {responses.Current}");
            Acknowledged = Math.Max(Acknowledged, ack.ThroughSequence);
            Token = ack.Token;
            _acknowledged.TrySetResult();
            if (Acknowledged > Sent)
            {
                throw new CrashFailure($"{Id} has sent {Sent}, and {Acknowledged} was acknowledged");
            }
        }
    }
}
