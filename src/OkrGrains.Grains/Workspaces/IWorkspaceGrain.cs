using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Workspaces;

/// <summary>The grain that owns the definitions of a workspace; its key is the workspace's id. It makes one change at a time.</summary>
[Alias("okr.workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>Applies a plan, all or nothing, and answers once every goal that it touches has its new definition.</summary>
    [Alias("Apply")]
    Task<Applied> Apply(PlanChange change);

    /// <summary>
    /// Gives a goal another id wherever it is named, and answers once every goal that this touches has its new definition.
    /// </summary>
    [Alias("Rename")]
    Task<Renamed> Rename(RenameChange change);

    /// <summary>Closes every cycle of the workspace whose closing the clock has reached by an instant that it has shown.</summary>
    /// <returns>The number of cycles that were closed.</returns>
    [Alias("CloseDue")]
    Task<int> CloseDue(Instant now);

    /// <summary>Closes a cycle that has ended, with all that is accepted by now.</summary>
    [Alias("CloseCycle")]
    Task<CycleOutcome> CloseCycle(CycleChange change);

    /// <summary>Opens a closed cycle again.</summary>
    [Alias("ReopenCycle")]
    Task<CycleOutcome> ReopenCycle(CycleChange change);

    /// <summary>Deletes the workspace, and answers once every goal of it that is active knows.</summary>
    [Alias("Delete")]
    Task<Deleted> Delete(DeleteChange change);
}

/// <summary>A request to apply a plan.</summary>
/// <param name="Files">The bytes of the plan files, each one a part of the workspace; together without faults.</param>
/// <param name="Prune">True to remove goals that are missing from the plan; otherwise such goals make the plan refused.</param>
/// <param name="Author">The author of the change.</param>
/// <param name="Reason">The reason for the change.</param>
[Immutable, GenerateSerializer, Alias("okr.plan-change")]
public sealed record PlanChange(
    [property: Id(0)] ImmutableArray<ImmutableArray<byte>> Files,
    [property: Id(1)] bool Prune,
    [property: Id(2)] string Author,
    [property: Id(3)] string Reason)
{
    /// <summary>
    /// The revision of the workspace that the editor knows. If anything has been changed since, the plan is refused. Null skips the check.
    /// </summary>
    [Id(4)]
    public long? Known { get; init; }

    /// <summary>True to change nothing, and answer with what the plan would change.</summary>
    [Id(5)]
    public bool IsDryRun { get; init; }
}

/// <summary>The result of applying a plan.</summary>
/// <param name="Revision">The workspace's revision; the former one when nothing changed.</param>
/// <param name="Missing">The goals that the plan lacks and that made it refused; empty when it was applied.</param>
/// <param name="Added">The goals that are new.</param>
/// <param name="Changed">The goals with another definition than before.</param>
/// <param name="Removed">The goals that were removed.</param>
/// <param name="Restored">The goals that had been removed before, and whose readings count again.</param>
/// <param name="UnchangedCount">The number of goals that stay as they were.</param>
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
    /// <summary>The changes of others that made the plan refused; null otherwise.</summary>
    [Id(7)]
    public PlanConflict? Conflict { get; init; }

    /// <summary>The keys that a dry run would change, <see cref="KeyChange.Limit"/> at most; empty when the plan was applied.</summary>
    [Id(8)]
    public ImmutableArray<KeyChange> Changes { get; init; } = [];

    /// <summary>The number of all keys that a dry run would change.</summary>
    [Id(9)]
    public int ChangeCount { get; init; }

    /// <summary>
    /// True if the files no longer fit the parts of the workspace that are not among them, which were changed since the files were checked.
    /// Nothing was applied.
    /// </summary>
    [Id(10)]
    public bool IsOutdated { get; init; }

    internal static Applied Outdated(long revision) => new(revision, [], [], [], [], [], 0) { IsOutdated = true };

    internal static Applied Refused(PlanConflict conflict) => new(conflict.Revision, [], [], [], [], [], 0) { Conflict = conflict };
}
