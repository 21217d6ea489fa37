using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// Tells a goal's watchers of its changes. There is one call at a time for each watcher, and meanwhile newer states replace older ones. A
/// watcher that fails, or does not renew its subscription in time, is removed.
/// </summary>
internal sealed class WatcherNotifier(TimeProvider time)
{
    /// <summary>The most watchers of one goal. A watcher stands for a silo, not for a client.</summary>
    private const int Limit = 1024;

    /// <summary>The watchers and what waits for each; null for most goals, since nobody watches them.</summary>
    private Dictionary<IGoalWatcher, Sender>? _senders;

    private GoalState? _told;

    /// <summary>The time within which a watcher has to renew its subscription.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(3);

    /// <summary>True when somebody watches the goal.</summary>
    public bool Any => _senders is { Count: > 0 };

    /// <summary>Adds a watcher, or renews its subscription.</summary>
    public void Renew(IGoalWatcher watcher)
    {
        _senders ??= [];
        if (!_senders.TryGetValue(watcher, out var sender))
        {
            if (_senders.Count >= Limit)
            {
                throw new InvalidOperationException("The goal has too many watchers.");
            }

            _senders.Add(watcher, sender = new Sender());

            // The new watcher has been told nothing, and while nobody watched, the goal may have changed and changed back.
            _told = null;
        }

        sender.Until = time.GetUtcNow() + Lease;
    }

    /// <summary>Removes a watcher.</summary>
    public void Remove(IGoalWatcher watcher) => _senders?.Remove(watcher);

    /// <summary>Tells every watcher of a state, unless it shows the same as the one that they were told last.</summary>
    public void Offer(GoalState state)
    {
        // Whole states are compared, since a new definition may change what is shown of a goal and none of its figures.
        if (_senders is null || state.SaysTheSameAs(_told))
        {
            return;
        }

        _told = state;
        var now = time.GetUtcNow();
        foreach (var (watcher, sender) in _senders)
        {
            sender.Pending = state;
            if (!sender.Running)
            {
                _ = RunAsync(watcher, sender, now);
            }
        }
    }

    private async Task RunAsync(IGoalWatcher watcher, Sender sender, DateTimeOffset now)
    {
        sender.Running = true;
        try
        {
            while (sender.Until > now && sender.Pending is { } state)
            {
                sender.Pending = null;
                await watcher.Changed(state);
                now = time.GetUtcNow();
            }

            if (sender.Until <= now)
            {
                Remove(watcher);
            }
        }
        catch (Exception)
        {
            // If the watcher still lives, it renews its subscription and is given the state then.
            Remove(watcher);
        }
        finally
        {
            sender.Running = false;
        }
    }

    private sealed class Sender
    {
        public DateTimeOffset Until { get; set; }

        public GoalState? Pending { get; set; }

        public bool Running { get; set; }
    }
}
