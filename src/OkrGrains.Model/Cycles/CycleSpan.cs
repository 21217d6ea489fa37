using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Cycles;

/// <summary>A cycle's time in the workspace's zone (goal-model §7).</summary>
/// <param name="Start">Where its first date starts.</param>
/// <param name="End">Where the date after its last starts; not inside.</param>
[Immutable, GenerateSerializer, Alias("okr.cycle-span")]
public readonly record struct CycleSpan([property: Id(0)] Instant Start, [property: Id(1)] Instant End)
{
    /// <summary>Where the key results of the cycle read, T′: never after its last millisecond (goal-model §5).</summary>
    public ReadPoint Reads => new(End.Plus(-1), false);

    /// <summary>Where captured baselines are read: never after the last millisecond before the cycle (goal-model §5).</summary>
    public ReadPoint Captures => new(Start.Plus(-1), false);

    /// <summary>The time of a cycle in a workspace with the given zone.</summary>
    public static CycleSpan Of(CycleDefinition cycle, Zone workspace) => new(workspace.StartOf(cycle.Start), workspace.StartOf(cycle.End));
}
