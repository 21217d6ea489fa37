using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>The span of time of a cycle, with its dates resolved in the workspace's zone (goal-model §7).</summary>
/// <param name="Start">The instant at which the first date starts.</param>
/// <param name="End">The instant at which the date after the last one starts; exclusive.</param>
[Immutable, GenerateSerializer, Alias("okr.cycle-span")]
public readonly record struct CycleSpan([property: Id(0)] Instant Start, [property: Id(1)] Instant End)
{
    /// <summary>The read point T′ of the cycle's key results: never after the last millisecond of the cycle (goal-model §5).</summary>
    public ReadPoint Reads => new(End.Plus(-1), ReadPart.Window);

    /// <summary>The read point of captured baselines: never after the last millisecond before the cycle (goal-model §5).</summary>
    public ReadPoint Captures => new(Start.Plus(-1), ReadPart.Window);

    /// <summary>Returns the time of a cycle in a workspace with the given zone.</summary>
    public static CycleSpan Of(CycleDefinition cycle, Zone workspace) => new(workspace.StartOf(cycle.Start), workspace.StartOf(cycle.End));
}
