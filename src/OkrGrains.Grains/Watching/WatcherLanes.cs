using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// Tells a goal's watchers of its changes: one call at a time each; while it runs, newer states replace older ones. A watcher that fails,
/// or does not renew itself in time, is told no more.
/// </summary>
internal sealed class WatcherLanes(TimeProvider time)
{
    /// <summary>Most watchers of one goal; a watcher is a silo's, not a client's.</summary>
    private const int Limit = 1024;

    /// <summary>None for most goals: nobody watches them.</summary>
    private Dictionary<IGoalWatcher, Lane>? _lanes;

    /// <summary>A watcher renews itself within this.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether anybody watches.</summary>
    public bool Any => _lanes is { Count: > 0 };

    /// <summary>Adds or renews a watcher.</summary>
    public void Renew(IGoalWatcher watcher)
    {
        _lanes ??= [];
        if (!_lanes.TryGetValue(watcher, out var lane))
        {
            if (_lanes.Count >= Limit)
            {
                throw new InvalidOperationException("The goal has too many watchers.");
            }

            _lanes.Add(watcher, lane = new Lane());
        }

        lane.Until = time.GetUtcNow() + Lease;
    }

    /// <summary>Forgets a watcher.</summary>
    public void Remove(IGoalWatcher watcher) => _lanes?.Remove(watcher);

    /// <summary>Tells every watcher.</summary>
    public void Offer(GoalState state)
    {
        if (_lanes is null)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (watcher, lane) in _lanes)
        {
            lane.Pending = state;
            if (!lane.Running)
            {
                _ = RunAsync(watcher, lane, now);
            }
        }
    }

    private async Task RunAsync(IGoalWatcher watcher, Lane lane, DateTimeOffset now)
    {
        lane.Running = true;
        try
        {
            while (lane.Until > now && lane.Pending is { } state)
            {
                lane.Pending = null;
                await watcher.Changed(state);
                now = time.GetUtcNow();
            }

            if (lane.Until <= now)
            {
                Remove(watcher);
            }
        }
        catch (Exception)
        {
            // It renews itself if it still lives, and is given the state then.
            Remove(watcher);
        }
        finally
        {
            lane.Running = false;
        }
    }

    private sealed class Lane
    {
        public DateTimeOffset Until { get; set; }

        public GoalState? Pending { get; set; }

        public bool Running { get; set; }
    }
}
