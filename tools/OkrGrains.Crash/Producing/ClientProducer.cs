using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Client.Retrying;

namespace OkrGrains.Crash.Producing;

/// <summary>
/// A producer that leaves everything to the client library. When it is started again, it writes all of its readings again from the first.
/// </summary>
internal sealed class ClientProducer(int number, CrashOptions options) : ICrashProducer
{
    private readonly Random _random = new(options.Seed + number);
    private CancellationTokenSource _stop = new();
    private OkrClient? _client;
    private ReadingProducer? _producer;
    private Task _run = Task.CompletedTask;
    private volatile bool _finishing;
    private long _acknowledged;

    public CrashReadings Readings { get; } = new(options.Seed, number);

    public string Id { get; } = $"client-{number}";

    public long Acknowledged => _acknowledged = Math.Max(_acknowledged, _producer?.Counts.Acknowledged ?? 0);

    public long Sent { get; private set; }

    public long Replayed { get; private set; }

    public string Token { get; private set; } = "";

    public void Start(string[] urls, int silo)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _finishing = false;
        _client = new OkrClient(new Uri(urls[silo % urls.Length]));
        _producer = _client.StartProducer(new ReadingProducerOptions
        {
            Workspace = CrashPlan.Workspace,
            Producer = Id,
            MaxUnacknowledged = 4_096,
            BatchDelay = TimeSpan.FromMilliseconds(2),
            Retry = new RetryOptions
            {
                FirstDelay = TimeSpan.FromMilliseconds(20), LongestDelay = TimeSpan.FromMilliseconds(100), Interrupted = CountReplay,
            },
            Rejected = rejected => throw new CrashFailure($"{Id} was told {rejected}"),
        });
        var stop = _stop.Token;
        _run = Task.Run(() => RunAsync(_producer, stop), stop);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await EndAsync();
    }

    public async Task FinishAsync()
    {
        _finishing = true;
        try
        {
            await Task.WhenAny(_run).WaitAsync(ICrashProducer.Patience);
        }
        catch (TimeoutException)
        {
            throw new CrashFailure($"{Id} has sent {Sent}, and {Acknowledged} is acknowledged, for good as it seems");
        }

        await EndAsync();
    }

    public void Dispose()
    {
        _client?.Dispose();
        _stop.Dispose();
    }

    private async Task EndAsync()
    {
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_run.Exception?.InnerException is { } failure and not (OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled }))
        {
            throw new CrashFailure($"{Id}: {failure}");
        }

        if (_producer is { } producer)
        {
            _ = Acknowledged;
            _producer = null;
            await producer.DisposeAsync();
            _client!.Dispose();
        }
    }

    private async Task RunAsync(ReadingProducer producer, CancellationToken stop)
    {
        for (var sequence = 1L; !_finishing || sequence <= Sent; sequence++)
        {
            // Counted before it is written, because from then on it may leave the process.
            Sent = Math.Max(Sent, sequence);
            var time = DateTimeOffset.FromUnixTimeMilliseconds(Readings.TimeOf(sequence).UnixMillis);
            await producer.WriteAsync(CrashPlan.Goals[Readings.GoalOf(sequence)], time, Readings.ValueOf(sequence), sequence, stop);
            if (sequence == Sent && _random.Next(20) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(40)), TimeProvider.System, stop);
            }
        }

        Token = await producer.CompleteAsync(stop) is { Length: > 0 } token ? token : Token;
    }

    private void CountReplay(Interruption interruption)
    {
        if (interruption.Attempt == 1 && _producer is { } producer)
        {
            Replayed += producer.Counts.Written - producer.Counts.Acknowledged;
        }
    }
}
