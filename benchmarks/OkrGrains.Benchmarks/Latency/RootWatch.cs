using OkrGrains.Client;
using OkrGrains.Client.Watching;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>Watches the root and records when it first includes each reading of the marker.</summary>
internal sealed class RootWatch(OkrClient client, string root)
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _wanted = int.MaxValue;

    /// <summary>The timestamps at which the root first included each reading of the marker, in order.</summary>
    public List<long> Held { get; } = new(MarkedTree.Most);

    /// <summary>The number of updates of the root that were received.</summary>
    public int Updates { get; private set; }

    /// <summary>Completes when the watch has begun.</summary>
    public Task Synced => _synced.Task;

    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var response in client.Watches.WatchAsync(new WatchOptions { Name = root, Subtree = false }, stop))
        {
            if (response.Synced is not null)
            {
                _synced.TrySetResult();
            }

            if (response.Goal?.Figures.Score is { } score)
            {
                var now = TimeProvider.System.GetTimestamp();
                var count = MarkedTree.Count(score.Decimal);
                while (Held.Count < count)
                {
                    Held.Add(now);
                }

                Updates++;
                if (Held.Count >= _wanted)
                {
                    _complete.TrySetResult();
                }
            }
        }
    }

    /// <summary>Completes when the root includes <paramref name="count"/> readings of the marker.</summary>
    public Task CompleteAsync(int count)
    {
        _wanted = count;
        if (Held.Count >= count)
        {
            _complete.TrySetResult();
        }

        return _complete.Task;
    }
}
