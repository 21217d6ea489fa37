using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Histories;

/// <summary>
/// A client that watches goals through one silo for as long as that lives. It checks that the versions it sees never go back.
/// </summary>
internal sealed class WatchingClient(World world, SimulatedSilo silo, IReadOnlyList<GoalAddress> goals)
{
    private readonly Dictionary<long, GoalState> _seen = [];

    public SimulatedSilo Silo => silo;

    public bool IsWatching { get; private set; }

    /// <summary>Returns the figures that it was told last; null before the first time.</summary>
    public GoalFigures? Seen(long goal) => _seen.GetValueOrDefault(goal)?.Figures;

    public bool Watches(GoalAddress goal) => goals.Contains(goal);

    public void Start() => silo.Turns.Start(WatchAsync);

    private async Task WatchAsync()
    {
        using var watch = silo.Watches.Open(goals);
        while (true)
        {
            try
            {
                foreach (var state in await watch.NextAsync(CancellationToken.None))
                {
                    Take(state);
                }

                IsWatching = !watch.HasUnread;
            }
            catch (Exception)
            {
                // The first calls subscribe, and are repeated until they succeed.
                await Task.Delay(TimeSpan.FromSeconds(1), silo.Time);
            }
        }
    }

    private void Take(GoalState state)
    {
        var goal = state.Goal.Number;
        if (_seen.TryGetValue(goal, out var before) && state.Version < before.Version)
        {
            world.Fail($"a watcher of goal {goal} saw {state.Version} after {before.Version}");
        }

        _seen[goal] = state;
    }
}
