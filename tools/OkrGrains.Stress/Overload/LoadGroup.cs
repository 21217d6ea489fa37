using Grpc.Net.Client;
using OkrGrains.Load;

namespace OkrGrains.Stress.Overload;

/// <summary>Producers that send at the same time, each over a connection of its own.</summary>
internal sealed class LoadGroup : IDisposable
{
    private readonly IReadOnlyList<LoadProducer> _producers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public LoadGroup(IReadOnlyList<LoadProducer> producers, Uri server)
    {
        _producers = producers;
        _running = Task.WhenAll(producers.Select(producer => Task.Run(() => RunAsync(producer, server))));
    }

    /// <summary>Measures the number of readings acknowledged per second from now on.</summary>
    public async Task<double> RateAsync(TimeSpan duration)
    {
        var (started, before) = (TimeProvider.System.GetTimestamp(), Acknowledged);
        await Task.WhenAny(_running, Task.Delay(duration, TimeProvider.System));
        return (Acknowledged - before) / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Sends nothing more, and ends once everything is acknowledged.</summary>
    public async Task FinishAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(patience);
    }

    public void Dispose() => _stop.Dispose();

    private long Acknowledged => _producers.Sum(producer => producer.Acknowledged);

    private async Task RunAsync(LoadProducer producer, Uri server)
    {
        using var channel = Connections.Open(server);
        await producer.RunAsync(channel.CreateCallInvoker(), _stop.Token);
    }
}
