using System.Collections.Immutable;
using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>A goal that clients of this silo watch.</summary>
internal sealed class WatchedGoal(GoalAddress address)
{
    private readonly Lock _gate = new();
    private ImmutableArray<GoalWatch> _watches = [];
    private GoalState? _newest;

    public GoalAddress Address { get; } = address;

    public void Add(GoalWatch watch)
    {
        lock (_gate)
        {
            _watches = _watches.Add(watch);
        }
    }

    /// <summary>Forgets a watch.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Remove(GoalWatch watch)
    {
        lock (_gate)
        {
            _watches = _watches.Remove(watch);
            return _watches.IsEmpty;
        }
    }

    /// <summary>Passes a state on unless a newer one has been passed on before; calls may overtake each other.</summary>
    public void Take(GoalState state)
    {
        lock (_gate)
        {
            if (_newest is { } newest && !state.IsAsNewAs(newest))
            {
                state = newest;
            }

            _newest = state;
            foreach (var watch in _watches)
            {
                watch.Offer(state);
            }
        }
    }
}
