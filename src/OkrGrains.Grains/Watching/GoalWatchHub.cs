using System.Collections.Concurrent;
using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// Watches goals for the clients of one silo, with one subscription for each goal, however many clients watch it. It renews its
/// subscriptions and takes the state that each renewal returns, so that a lost message is made good.
/// </summary>
public sealed class GoalWatchHub : IAsyncDisposable
{
    private const int AtATime = 64;

    private readonly IGrainFactory _grains;
    private readonly ConcurrentDictionary<long, WatchedGoal> _goals = [];
    private readonly Receiver _receiver;
    private readonly Lazy<IGoalWatcher> _reference;
    private readonly GrainInstruments _instruments;
    private readonly ITimer _renewal;
    private readonly Lock _gate = new();
    private Task _renewing = Task.CompletedTask;

    /// <summary>Creates a hub over the goals that the factory leads to.</summary>
    public GoalWatchHub(IGrainFactory grains, TimeProvider time, GrainInstruments instruments)
    {
        ArgumentNullException.ThrowIfNull(time);
        _grains = grains;
        _instruments = instruments;
        _receiver = new Receiver(this);
        _reference = new(() => grains.CreateObjectReference<IGoalWatcher>(_receiver));
        var period = WatcherNotifier.Lease / 3;
        _renewal = time.CreateTimer(_ => Renew(), null, period, period);
    }

    /// <summary>Opens a watch on goals.</summary>
    public GoalWatch Open(IReadOnlyCollection<GoalAddress> goals)
    {
        ArgumentNullException.ThrowIfNull(goals);
        var watch = new GoalWatch(this, goals, _instruments);
        lock (_gate)
        {
            foreach (var goal in goals)
            {
                _goals.GetOrAdd(goal.Number, _ => new WatchedGoal(goal)).Add(watch);
            }
        }

        return watch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        await _renewing.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    /// <summary>Subscribes to the goals of a watch and gives it their states.</summary>
    internal Task SubscribeAsync(IReadOnlyCollection<GoalAddress> goals, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            goals,
            new ParallelOptions { TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation },
            async (goal, _) => Take(await GrainsOfGoals.Of(_grains, goal).Watch(_reference.Value)));

    internal void Close(GoalWatch watch)
    {
        lock (_gate)
        {
            foreach (var goal in watch.Goals)
            {
                if (_goals.TryGetValue(goal.Number, out var watched) && watched.Remove(watch) && _goals.TryRemove(goal.Number, out _))
                {
                    _ = UnsubscribeAsync(goal);
                }
            }
        }
    }

    private void Take(GoalState state)
    {
        if (_goals.TryGetValue(state.Goal.Number, out var goal))
        {
            goal.Take(state);
        }
    }

    private async Task UnsubscribeAsync(GoalAddress goal)
    {
        try
        {
            await GrainsOfGoals.Of(_grains, goal).Unwatch(_reference.Value);
        }
        catch (Exception)
        {
            // The subscription ends by itself once it is not renewed any more.
        }
    }

    private void Renew()
    {
        if (!_renewing.IsCompleted)
        {
            return;
        }

        _renewing = RenewAsync();
    }

    private async Task RenewAsync()
    {
        foreach (var goal in _goals.Values)
        {
            try
            {
                Take(await GrainsOfGoals.Of(_grains, goal.Address).Watch(_reference.Value));
            }
            catch (Exception)
            {
                // The next renewal tries again; a subscription outlasts more than one.
            }
        }
    }

    private sealed class Receiver(GoalWatchHub hub) : IGoalWatcher
    {
        public Task Changed(GoalState state)
        {
            hub.Take(state);
            return Task.CompletedTask;
        }
    }
}
