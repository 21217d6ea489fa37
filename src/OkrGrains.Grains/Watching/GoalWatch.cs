using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// One client's watch on goals. For each goal only the newest state that the client has not taken is kept, so that a slow client costs no
/// more than its goals.
/// </summary>
public sealed class GoalWatch : IDisposable
{
    private readonly GoalWatchHub _hub;
    private readonly GrainInstruments _instruments;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, GoalState> _changed = [];
    private readonly Dictionary<long, GoalState> _taken = [];
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _subscribed;

    internal GoalWatch(GoalWatchHub hub, IReadOnlyCollection<GoalAddress> goals, GrainInstruments instruments)
    {
        _hub = hub;
        _instruments = instruments;
        Goals = goals;
    }

    internal IReadOnlyCollection<GoalAddress> Goals { get; }

    /// <summary>
    /// Returns every goal as it is on the first call. Each later call waits until some goals have changed, and returns the newest state of
    /// each. One call at a time.
    /// </summary>
    public async ValueTask<IReadOnlyList<GoalState>> NextAsync(CancellationToken cancellation)
    {
        if (!_subscribed)
        {
            await _hub.SubscribeAsync(Goals, cancellation);
            _subscribed = true;
            return TakeChanged();
        }

        while (true)
        {
            var changed = TakeChanged();
            if (changed.Count > 0)
            {
                return changed;
            }

            await _signal.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _hub.Close(this);

    internal void Offer(GoalState state)
    {
        lock (_gate)
        {
            var known = _taken.GetValueOrDefault(state.Goal.Number);
            if (state.SaysTheSameAs(known))
            {
                return;
            }

            if (_changed.TryGetValue(state.Goal.Number, out var untaken) && !state.SaysTheSameAs(untaken))
            {
                _instruments.Conflated();
            }

            _changed[state.Goal.Number] = state;
            _signal.TrySetResult();
        }
    }

    private List<GoalState> TakeChanged()
    {
        lock (_gate)
        {
            List<GoalState> changed = [.. _changed.Values];
            foreach (var state in changed)
            {
                _taken[state.Goal.Number] = state;
            }

            _changed.Clear();
            _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return changed;
        }
    }
}
