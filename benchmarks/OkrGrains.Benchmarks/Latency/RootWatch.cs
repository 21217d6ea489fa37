using System.Globalization;
using OkrGrains.Client;
using OkrGrains.Client.Watching;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>Watches the root and records when it first includes each of the readings that its score counts.</summary>
/// <param name="client">The client of the server.</param>
/// <param name="root">The full name of the root.</param>
/// <param name="most">The number of such readings at which the score is 1: each of them raises it by one part in so many.</param>
internal sealed class RootWatch(OkrClient client, string root, int most)
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _wanted = int.MaxValue;

    /// <summary>The timestamps at which the root first included each of the readings, in order.</summary>
    public List<long> Held { get; } = new(most);

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
                Take(TimeProvider.System.GetTimestamp(), (int)decimal.Round(decimal.Parse(score.Decimal, CultureInfo.InvariantCulture) * most));
            }
        }
    }

    /// <summary>Completes when the root includes <paramref name="count"/> of the readings. One caller waits at a time.</summary>
    public Task CompleteAsync(int count)
    {
        lock (_lock)
        {
            _wanted = count;
            _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Held.Count >= count)
            {
                _complete.SetResult();
            }

            return _complete.Task;
        }
    }

    private void Take(long now, int count)
    {
        lock (_lock)
        {
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
