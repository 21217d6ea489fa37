using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>A goal that clients of this silo watch.</summary>
internal sealed class WatchedGoal(GoalAddress address)
{
    private readonly Lock _gate = new();

    /// <summary>The watches. A set, since a goal may have thousands, which come and go.</summary>
    private readonly HashSet<GoalWatch> _watches = [];
    private GoalState? _newest;

    public GoalAddress Address { get; } = address;

    /// <summary>The newest state that was passed on; null before the first.</summary>
    public GoalState? Newest
    {
        get
        {
            lock (_gate)
            {
                return _newest;
            }
        }
    }

    public void Add(GoalWatch watch)
    {
        lock (_gate)
        {
            _watches.Add(watch);
        }
    }

    /// <summary>Removes a watch.</summary>
    /// <returns>True if it was the last one.</returns>
    public bool Remove(GoalWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
            return _watches.Count == 0;
        }
    }

    /// <summary>
    /// Passes a state on to the watches. If a newer one has been passed on before, passes that on instead: calls may overtake each other.
    /// </summary>
    /// <remarks>
    /// A state without figures says that the goal is not in the plan. It has no version, so that nobody can tell whether it is the newest:
    /// the watches look at the plan then.
    /// </remarks>
    public void Take(GoalState state)
    {
        lock (_gate)
        {
            if (_newest is not { } newest || state.IsAsNewAs(newest))
            {
                PassOn(state);
            }
            else if (state.Figures is null)
            {
                foreach (var watch in _watches)
                {
                    watch.LookAtPlan();
                }
            }
            else
            {
                PassOn(newest);
            }
        }
    }

    /// <summary>Passes a state on to the watches in place of another, unless a newer one has been passed on meanwhile.</summary>
    public void Replace(GoalState former, GoalState state)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_newest, former))
            {
                PassOn(state);
            }
        }
    }

    private void PassOn(GoalState state)
    {
        _newest = state;
        foreach (var watch in _watches)
        {
            watch.Offer(state);
        }
    }
}
