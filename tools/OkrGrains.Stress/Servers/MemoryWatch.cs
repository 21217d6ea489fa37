namespace OkrGrains.Stress.Servers;

/// <summary>Watches the memory of a server.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    public MemoryWatch(StressServer server) => _watching = WatchAsync(server);

    /// <summary>The greatest amount of the server's memory that was in RAM at any time, in bytes.</summary>
    public long Most { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(StressServer server)
    {
        while (!_end.IsCancellationRequested)
        {
            Most = Math.Max(Most, server.Resident);
            await Task.Delay(_period, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
