using System.Collections.Immutable;
using OkrGrains.Grains.Closings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Workspaces;

/// <summary>The owner of a workspace's definitions; its key is the workspace's id. It changes them one plan at a time.</summary>
[Alias("okr.workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>Applies a plan, all or nothing, and answers once every goal that it touches has its new definition.</summary>
    [Alias("Apply")]
    Task<Applied> Apply(PlanChange change);

    /// <summary>Gives a goal another id wherever it is named, and answers once every goal that this touches has its new definition.</summary>
    [Alias("Rename")]
    Task<Renamed> Rename(RenameChange change);

    /// <summary>Closes every cycle of the workspace that the clock has reached the closing of by an instant that it has shown.</summary>
    /// <returns>How many.</returns>
    [Alias("CloseDue")]
    Task<int> CloseDue(Instant now);

    /// <summary>Closes a cycle that has ended by all that is accepted now.</summary>
    [Alias("CloseCycle")]
    Task<CycleOutcome> CloseCycle(CycleChange change);

    /// <summary>Opens a closed cycle again.</summary>
    [Alias("ReopenCycle")]
    Task<CycleOutcome> ReopenCycle(CycleChange change);
}

/// <summary>A plan to be applied.</summary>
/// <param name="Plan">The bytes of a plan file without faults.</param>
/// <param name="Prune">Whether goals that are missing from it are removed; otherwise they refuse it.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Reason">Why.</param>
[Immutable, GenerateSerializer, Alias("okr.plan-change")]
public sealed record PlanChange(
    [property: Id(0)] ImmutableArray<byte> Plan,
    [property: Id(1)] bool Prune,
    [property: Id(2)] string Author,
    [property: Id(3)] string Reason)
{
    /// <summary>The revision of the workspace that the editor knows: what was changed since refuses the plan. Null not to look.</summary>
    [Id(4)]
    public long? Known { get; init; }
}

/// <summary>What a plan did.</summary>
/// <param name="Revision">The workspace's revision; the former one when nothing changed.</param>
/// <param name="Missing">Goals that the plan lacks and that made it refused; empty when it was applied.</param>
/// <param name="Added">Goals that were not there.</param>
/// <param name="Changed">Goals with another definition than before.</param>
/// <param name="Removed">Goals that were pruned.</param>
/// <param name="Restored">Goals that had been removed before, whose readings count again.</param>
/// <param name="UnchangedCount">How many goals stay as they were.</param>
[Immutable, GenerateSerializer, Alias("okr.applied")]
public sealed record Applied(
    [property: Id(0)] long Revision,
    [property: Id(1)] ImmutableArray<GoalName> Missing,
    [property: Id(2)] ImmutableArray<GoalName> Added,
    [property: Id(3)] ImmutableArray<GoalName> Changed,
    [property: Id(4)] ImmutableArray<GoalName> Removed,
    [property: Id(5)] ImmutableArray<GoalName> Restored,
    [property: Id(6)] int UnchangedCount)
{
    /// <summary>What somebody else has changed, so that the plan was refused; null otherwise.</summary>
    [Id(7)]
    public PlanConflict? Conflict { get; init; }

    internal static Applied Refused(PlanConflict conflict) => new(conflict.Revision, [], [], [], [], [], 0) { Conflict = conflict };
}
