using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Silos;

/// <summary>
/// Knows which silos live and which activations they have. It may lose sight of an activation, so that a grain comes to life twice.
/// </summary>
internal sealed class Placement(World world)
{
    /// <summary>
    /// The longest time for which a grain has two activations. It is shorter than the period of reconciliation, which after that tells the
    /// one that stays what it was not told.
    /// </summary>
    private const int LongestMillisOfTwo = 15_000;

    private readonly Dictionary<GrainKey, List<SimulatedActivation>> _activations = [];

    public List<SimulatedSilo> Alive { get; } = [];

    /// <summary>Returns the activation that a call finds. One comes to life when there is none, or now and then beside another.</summary>
    public SimulatedActivation? Find(GrainKey grain, int secondPerMille = 0)
    {
        if (!_activations.TryGetValue(grain, out var some))
        {
            _activations.Add(grain, some = []);
        }

        if (some.Count == 0 || (some.Count == 1 && Alive.Count > 1 && world.PerMille(secondPerMille)))
        {
            List<SimulatedSilo> free = [.. Alive.Where(silo => some.TrueForAll(other => other.Silo != silo))];
            if (free.Count == 0)
            {
                return null;
            }

            var silo = world.Among(free);
            world.Note($"activate {grain} on {silo.Name}", some.Count);
            some.Add(silo.Activate(grain));
            if (some.Count == 2)
            {
                world.After(world.Between(1, LongestMillisOfTwo), () => Heal(some));
            }
        }

        return some.Count == 1 ? some[0] : world.Among(some);
    }

    public void Leave(SimulatedActivation activation) => _activations[activation.Grain].Remove(activation);

    /// <summary>Returns every activation on a silo.</summary>
    public List<SimulatedActivation> Of(SimulatedSilo silo) =>
        [.. _activations.Values.SelectMany(some => some).Where(activation => activation.Silo == silo)];

    /// <summary>Finds both activations of a grain again: one must go.</summary>
    private void Heal(List<SimulatedActivation> some)
    {
        if (some.Count > 1)
        {
            world.Among(some).Deactivate();
        }
    }
}
