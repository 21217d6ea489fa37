using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// Watches goals for the clients of one silo, with one subscription for each goal, however many clients watch it. It renews its
/// subscriptions and takes the state that each renewal returns, so that a lost message is made good.
/// </summary>
/// <remarks>
/// A closed goal does not hear of late readings that leave its live score as it is, and may be restated by them all the same. So those of
/// which only an evaluation tells that are evaluated again every <see cref="ReconciliationOptions.StalePeriod"/>, if anything was committed.
/// </remarks>
public sealed class GoalWatchHub : IAsyncDisposable
{
    /// <summary>The most calls to goals of one piece of a snapshot, or of one watch that ends, at a time.</summary>
    /// <remarks>
    /// More than there are processors make no piece faster, and let all other calls wait behind them: with 64 of each of four pieces, calls
    /// beside 200 new watches took seven times as long as with two of each of two.
    /// </remarks>
    private static readonly int AtATime = Math.Clamp(Environment.ProcessorCount, 2, GoalWatch.PieceSize);

    private readonly IGrainFactory _grains;
    private readonly ConcurrentDictionary<long, WatchedGoal> _goals = [];
    private readonly Receiver _receiver;
    private readonly Lazy<IGoalWatcher> _reference;
    private readonly GrainInstruments _instruments;
    private readonly RestatedScores _restated;
    private readonly ConcurrentDictionary<long, WatchedGoal> _evaluated = [];
    private readonly ITimer _renewal;
    private readonly ITimer _evaluation;
    private readonly Lock _gate = new();
    private Task _renewing = Task.CompletedTask;
    private Task _evaluating = Task.CompletedTask;

    /// <summary>Creates a hub over the goals that the factory leads to.</summary>
    public GoalWatchHub(
        IGrainFactory grains,
        TimeProvider time,
        GrainInstruments instruments,
        RestatedScores restated,
        IOptions<ReconciliationOptions> options)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        _restated = restated;
        _grains = grains;
        _instruments = instruments;
        _receiver = new Receiver(this);
        _reference = new(() => grains.CreateObjectReference<IGoalWatcher>(_receiver));
        var period = WatcherNotifier.Lease / 3;
        _renewal = time.CreateTimer(_ => Renew(), null, period, period);
        period = options.Value.StalePeriod;
        _evaluation = time.CreateTimer(_ => Evaluate(), null, period, period);
    }

    /// <summary>Opens a watch on goals. It subscribes to them as it reads its snapshot.</summary>
    public GoalWatch Open(IReadOnlyList<GoalAddress> goals)
    {
        ArgumentNullException.ThrowIfNull(goals);
        return new GoalWatch(this, goals, _instruments);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        await _evaluation.DisposeAsync();
        await _evaluating.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _renewing.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    /// <summary>Subscribes to some goals of a watch and gives it their states.</summary>
    /// <param name="watch">The watch.</param>
    /// <param name="start">The index of the first of these goals.</param>
    /// <param name="end">The index behind the last.</param>
    /// <param name="cancellation">Cancels the waiting.</param>
    internal Task SubscribeAsync(GoalWatch watch, int start, int end, CancellationToken cancellation)
    {
        Add(watch, start, end);
        return Parallel.ForEachAsync(
            Enumerable.Range(start, end - start),
            new ParallelOptions
            {
                TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation,
            },
            async (index, stop) => await TakeAsync(await GrainsOfGoals.Of(_grains, watch.Goal(index)).Watch(_reference.Value), stop));
    }

    internal void Close(GoalWatch watch)
    {
        var left = new List<GoalAddress>();
        lock (_gate)
        {
            watch.IsClosed = true;
            for (var index = 0; index < watch.Subscribed; index++)
            {
                var goal = watch.Goal(index);
                if (_goals.TryGetValue(goal.Number, out var watched) && watched.Remove(watch) && _goals.TryRemove(goal.Number, out _))
                {
                    left.Add(goal);
                    _evaluated.TryRemove(goal.Number, out _);
                }
            }
        }

        if (left.Count > 0)
        {
            _ = UnsubscribeAsync(left);
        }
    }

    /// <summary>Adds a watch to some of its goals, before their states are asked for, so that it misses no change.</summary>
    private void Add(GoalWatch watch, int start, int end)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(watch.IsClosed, watch);
            for (var index = start; index < end; index++)
            {
                var goal = watch.Goal(index);
                _goals.GetOrAdd(goal.Number, _ => new WatchedGoal(goal)).Add(watch);
            }

            watch.Subscribed = end;
        }
    }

    private async Task TakeAsync(GoalState state, CancellationToken cancellation = default)
    {
        if (!_goals.TryGetValue(state.Goal.Number, out var goal))
        {
            return;
        }

        if (RestatedScores.MustEvaluate(state))
        {
            state = await _restated.CompleteAsync(state, cancellation);
            _evaluated[state.Goal.Number] = goal;
        }

        goal.Take(state);
    }

    private Task UnsubscribeAsync(List<GoalAddress> goals) => Parallel.ForEachAsync(
        goals,
        new ParallelOptions { TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = AtATime },
        async (goal, _) =>
        {
            // Somebody may watch it again by now.
            if (_goals.ContainsKey(goal.Number))
            {
                return;
            }

            try
            {
                await GrainsOfGoals.Of(_grains, goal).Unwatch(_reference.Value);
            }
            catch (Exception)
            {
                // The subscription ends by itself once it is not renewed any more.
            }
        });

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
                await TakeAsync(await GrainsOfGoals.Of(_grains, goal.Address).Watch(_reference.Value));
            }
            catch (Exception)
            {
                // The next renewal tries again; a subscription outlasts more than one.
            }
        }
    }

    private void Evaluate()
    {
        if (_evaluating.IsCompleted && !_evaluated.IsEmpty)
        {
            _evaluating = EvaluateAsync();
        }
    }

    private async Task EvaluateAsync()
    {
        foreach (var (number, goal) in _evaluated)
        {
            try
            {
                if (goal.Newest is not { Final: not null } newest || !ReferenceEquals(_goals.GetValueOrDefault(number), goal))
                {
                    _evaluated.TryRemove(KeyValuePair.Create(number, goal));
                    continue;
                }

                var state = await _restated.CompleteAsync(newest with { ScoreAtFinal = null }, CancellationToken.None);
                if (state.IsRestated != newest.IsRestated)
                {
                    goal.Replace(newest, state);
                }
            }
            catch (Exception)
            {
                // The next evaluation tries again.
            }
        }
    }

    private sealed class Receiver(GoalWatchHub hub) : IGoalWatcher
    {
        public Task Changed(GoalState state) => hub.TakeAsync(state);
    }
}
