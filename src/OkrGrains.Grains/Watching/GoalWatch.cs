using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// One client's watch on goals. For each goal only the newest state that the client has not taken is kept, so that a slow client costs no
/// more than its goals. A goal is not subscribed to, and costs hardly anything, until its piece of the snapshot is asked for.
/// </summary>
public sealed class GoalWatch : IDisposable
{
    /// <summary>The number of goals in a piece of the snapshot.</summary>
    public const int PieceSize = 64;

    private readonly GoalWatchHub _hub;
    private readonly GrainInstruments _instruments;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, GoalState> _changed = [];
    private readonly Dictionary<long, GoalState> _taken = [];
    private readonly IReadOnlyList<GoalAddress> _goals;
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasBegun;
    private bool _looks;
    private int _read;

    internal GoalWatch(GoalWatchHub hub, IReadOnlyList<GoalAddress> goals, GrainInstruments instruments)
    {
        _hub = hub;
        _instruments = instruments;
        _goals = goals;
    }

    /// <summary>
    /// True while the snapshot is not read whole: the next call of <see cref="NextAsync"/> reads a piece of it. The snapshot of no goals is
    /// one empty piece.
    /// </summary>
    public bool HasUnread => !_hasBegun || _read < _goals.Count;

    /// <summary>The goals to which the hub may have subscribed for this watch. The hub changes it under its own lock.</summary>
    internal int Subscribed { get; set; }

    /// <summary>True when the watch has ended. The hub changes it under its own lock.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>
    /// Reads a piece of the snapshot, which is every goal as it is, and returns it with what has changed of the pieces before. After the
    /// last piece it waits until some goals have changed, and returns the newest state of each; or none, when a goal may be gone from the
    /// plan. One call at a time; one that fails may be repeated.
    /// </summary>
    public async ValueTask<IReadOnlyList<GoalState>> NextAsync(CancellationToken cancellation)
    {
        if (HasUnread)
        {
            var end = Math.Min(_read + PieceSize, _goals.Count);
            await _hub.SubscribeAsync(this, _read, end, cancellation);
            (_read, _hasBegun) = (end, true);
            return TakeChanged();
        }

        while (true)
        {
            if (TakeNews() is { } news)
            {
                return news;
            }

            await _signal.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _hub.Close(this);

    internal GoalAddress Goal(int index) => _goals[index];

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

    /// <summary>Has the client look at the plan, in which a goal may not be any more.</summary>
    internal void LookAtPlan()
    {
        lock (_gate)
        {
            _looks = true;
            _signal.TrySetResult();
        }
    }

    private List<GoalState>? TakeNews()
    {
        lock (_gate)
        {
            if (!_looks && _changed.Count == 0)
            {
                return null;
            }

            _looks = false;
            return TakeChanged();
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
