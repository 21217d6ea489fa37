using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Storage.Records;

/// <summary>A change of a workspace's definitions.</summary>
/// <param name="Workspace">The workspace's id. Its first commit creates the workspace.</param>
/// <param name="ExpectedRevision">The workspace's revision that the change was computed from; 0 for a new workspace.</param>
/// <param name="Author">The person who asked for the change.</param>
/// <param name="Reason">The reason that the author gave; may be empty.</param>
/// <param name="Settings">The workspace's settings, in their durable form; null if they do not change.</param>
/// <param name="Goals">The goals that are new, changed, removed, moved in the plan's order, or brought back.</param>
/// <param name="Touched">
/// The numbers of all goals whose figures may change: those above, and everything that reads them, directly or not. Their revision becomes
/// the position of this commit.
/// </param>
/// <param name="Rewired">
/// The numbers of the goals whose edges to their parents are all replaced by those in <paramref name="Edges"/>.
/// </param>
/// <param name="Edges">The new edges of the children in <paramref name="Rewired"/>.</param>
public sealed record DefinitionCommit(
    string Workspace,
    long ExpectedRevision,
    string Author,
    string Reason,
    ReadOnlyMemory<byte>? Settings,
    IReadOnlyList<GoalDefinition> Goals,
    IReadOnlyCollection<long> Touched,
    IReadOnlyCollection<long> Rewired,
    IReadOnlyList<EdgeRow> Edges)
{
    /// <summary>The closing or reopening of a cycle that the change makes; null if it changes the plan.</summary>
    public ClosingCommit? Closing { get; init; }

    /// <summary>The named request that asks for the change, which is stored in the same commit; null for none.</summary>
    public NewRequest? Request { get; init; }
}

/// <summary>A goal's new definition. Each one becomes a revision that is kept for good.</summary>
/// <param name="Goal">The goal's number, which was reserved before.</param>
/// <param name="Name">The goal's name. It is free again once the goal is removed; the number never is.</param>
/// <param name="Owner">The number of the objective that a key result belongs to; null for other goals.</param>
/// <param name="Ordinal">The goal's place in the plan, among its kind.</param>
/// <param name="Removed">True if the goal is no longer in the plan. Its readings are kept.</param>
/// <param name="Body">The definition in its durable form.</param>
public sealed record GoalDefinition(long Goal, GoalName Name, long? Owner, int Ordinal, bool Removed, ReadOnlyMemory<byte> Body);

/// <summary>A goal as it is defined now.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Name">The goal's name.</param>
/// <param name="Owner">The number of the objective that a key result belongs to; null for other goals.</param>
/// <param name="Ordinal">The goal's place in the plan, among its kind.</param>
/// <param name="Revision">The position of the commit that last touched the goal or anything that it reads.</param>
/// <param name="Removed">True if the goal is no longer in the plan.</param>
/// <param name="Body">The definition in its durable form.</param>
public sealed record GoalRow(
    long Goal, string Workspace, GoalName Name, long? Owner, int Ordinal, long Revision, bool Removed, ReadOnlyMemory<byte> Body)
{
    /// <summary>The position of the commit that last defined, moved or removed the goal.</summary>
    public long Defined { get; init; }
}

/// <summary>A workspace as it is now.</summary>
/// <param name="Id">The workspace's id.</param>
/// <param name="Revision">The position of the commit that last changed the workspace or any of its goals.</param>
/// <param name="SettingsRevision">The position of the commit that last changed its settings.</param>
/// <param name="Settings">The settings in their durable form.</param>
public sealed record WorkspaceRow(string Id, long Revision, long SettingsRevision, ReadOnlyMemory<byte> Settings)
{
    /// <summary>How many workspaces have had the id, this one included.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>
    /// The position of the commit that deleted the generation before; 0 for the first. Every commit of this one is after it.
    /// </summary>
    public long Since { get; init; }
}

/// <summary>An edge between two goals: the parent reads the child.</summary>
/// <param name="Child">The number of the goal that is read.</param>
/// <param name="At">The read point: the instant or the period at which the parent reads the child.</param>
/// <param name="Parent">The number of the goal that reads.</param>
/// <param name="Role">The part that the child plays for the parent.</param>
/// <param name="Ordinal">The child's place among the parent's children of that role.</param>
/// <param name="Weight">The weight of the contribution, if the role has one.</param>
/// <param name="Combiner">The number of the parent's combiner that takes the contribution; null if the parent takes it itself.</param>
public sealed record EdgeRow(long Child, ReadPoint At, long Parent, EdgeRole Role, int Ordinal, Weight Weight, int? Combiner);

/// <summary>The part that a goal plays for the goal that reads it.</summary>
public enum EdgeRole
{
    /// <summary>An operand of a derived KPI's formula.</summary>
    Operand = 1,

    /// <summary>The KPI of a key result.</summary>
    Measured,

    /// <summary>The KPI of a key result, read for its captured baseline.</summary>
    Captured,

    /// <summary>One of the weighted KPIs of a key result.</summary>
    WeightedKpi,

    /// <summary>A key result of an objective.</summary>
    KeyResult,

    /// <summary>An objective aligned under an objective.</summary>
    Aligned,

    /// <summary>An objective aligned under a key result.</summary>
    AlignedToKeyResult,
}

/// <summary>Classifies roles.</summary>
public static class EdgeRoles
{
    /// <summary>Returns whether contributions in the role are added up, each with its weight.</summary>
    public static bool IsRolledUp(this EdgeRole role) => role
        is EdgeRole.KeyResult or EdgeRole.Aligned or EdgeRole.AlignedToKeyResult or EdgeRole.WeightedKpi;
}

/// <summary>A goal and all that it reads, directly or not.</summary>
/// <param name="Position">The position of the last commit that the read saw.</param>
/// <param name="Settings">The workspace.</param>
/// <param name="Goals">The goals; the one that was asked for is the first.</param>
/// <param name="Edges">The edges between the goals.</param>
/// <param name="States">
/// The states of those goals that have one, in the order of the goals; after them, those of held goals that were written since.
/// </param>
public sealed record Subtree(
    long Position, WorkspaceRow Settings, IReadOnlyList<GoalRow> Goals, IReadOnlyList<EdgeRow> Edges, IReadOnlyList<StateRow> States)
{
    /// <summary>True if the subtree has more goals and edges than were asked for, so that it is not whole.</summary>
    public bool IsCut { get; init; }

    /// <summary>True if the goals that the caller holds were left out; false if what it holds is out of date and to be dropped.</summary>
    public bool LeavesOutHeld { get; init; }

    /// <summary>The edges on which others read the goal that was asked for, ordered by parent; none if one of its combiners was asked for.</summary>
    public IReadOnlyList<EdgeRow> Above { get; init; } = [];

    /// <summary>The objectives that own key results among the goals, without those that are among the goals themselves.</summary>
    public IReadOnlyList<GoalRow> Owners { get; init; } = [];

    /// <summary>The stored facts about the goal that was asked for.</summary>
    public GoalRecord Record { get; init; } = GoalRecord.None;
}
