using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Storage.Definitions;

/// <summary>A change of a workspace's definitions.</summary>
/// <param name="Workspace">The workspace's id; made by its first commit.</param>
/// <param name="ExpectedRevision">The workspace's revision that the change was computed from; 0 for a new workspace.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Settings">The workspace's settings, in their durable form; null when they do not change.</param>
/// <param name="Goals">Goals that are new, changed, removed, moved in the plan's order, or brought back.</param>
/// <param name="Touched">
/// The numbers of all goals whose figures may change: those above, and everything that reads them, directly or not. Their revision
/// becomes the position of this commit.
/// </param>
/// <param name="Rewired">Goals whose edges as a child are replaced by the ones in <paramref name="Edges"/>.</param>
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
    /// <summary>What the change does to a cycle; null when it changes the plan.</summary>
    public Closings.ClosingCommit? Closing { get; init; }
}

/// <summary>A goal's new definition. Each becomes a revision that is kept for good.</summary>
/// <param name="Goal">Its number, reserved before.</param>
/// <param name="Name">Its name; free again once the goal is removed, while the number never is.</param>
/// <param name="Owner">The number of the objective that a key result belongs to; null for other goals.</param>
/// <param name="Ordinal">Its place in the plan, among its kind.</param>
/// <param name="Removed">Whether it is no longer in the plan. Its readings are kept.</param>
/// <param name="Body">The definition in its durable form.</param>
public sealed record GoalDefinition(long Goal, GoalName Name, long? Owner, int Ordinal, bool Removed, ReadOnlyMemory<byte> Body);

/// <summary>A goal as it is defined now.</summary>
/// <param name="Goal">Its number.</param>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">The number of the objective that a key result belongs to; null for other goals.</param>
/// <param name="Ordinal">Its place in the plan, among its kind.</param>
/// <param name="Revision">The commit that last touched it or anything that it reads.</param>
/// <param name="Removed">Whether it is no longer in the plan.</param>
/// <param name="Body">The definition in its durable form.</param>
public sealed record GoalRow(
    long Goal, string Workspace, GoalName Name, long? Owner, int Ordinal, long Revision, bool Removed, ReadOnlyMemory<byte> Body)
{
    /// <summary>The commit that last defined, moved or removed it.</summary>
    public long Defined { get; init; }
}

/// <summary>A workspace.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Revision">The commit that last changed it or any of its goals.</param>
/// <param name="SettingsRevision">The commit that last changed its settings.</param>
/// <param name="Settings">The settings in their durable form.</param>
public sealed record WorkspaceRow(string Id, long Revision, long SettingsRevision, ReadOnlyMemory<byte> Settings);

/// <summary>That a goal is read by another.</summary>
/// <param name="Child">The number of the goal that is read.</param>
/// <param name="At">At which instant.</param>
/// <param name="Parent">The number of the goal that reads.</param>
/// <param name="Role">What the child is to the parent.</param>
/// <param name="Ordinal">Its place among the parent's children of that role.</param>
/// <param name="Weight">The weight of the contribution, where the role has one.</param>
/// <param name="Combiner">The number of the parent's combiner that takes the contribution; null when the parent takes it itself.</param>
public sealed record EdgeRow(long Child, ReadPoint At, long Parent, EdgeRole Role, int Ordinal, Weight Weight, int? Combiner);

/// <summary>What a goal is to the goal that reads it.</summary>
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

/// <summary>What roles mean.</summary>
public static class EdgeRoles
{
    /// <summary>Whether contributions in the role are added up, each with its weight.</summary>
    public static bool IsRolledUp(this EdgeRole role) => role
        is EdgeRole.KeyResult or EdgeRole.Aligned or EdgeRole.AlignedToKeyResult or EdgeRole.WeightedKpi;
}

/// <summary>A goal and all that it reads, directly or not.</summary>
/// <param name="Position">The last commit that the read saw.</param>
/// <param name="Settings">The workspace.</param>
/// <param name="Goals">The goals, the asked one first.</param>
/// <param name="Edges">The edges between them.</param>
/// <param name="States">The states of those that have some, in the order of the goals.</param>
public sealed record Subtree(
    long Position, WorkspaceRow Settings, IReadOnlyList<GoalRow> Goals, IReadOnlyList<EdgeRow> Edges, IReadOnlyList<States.StateRow> States)
{
    /// <summary>The edges on which others read the asked goal; none when one of its combiners was asked for.</summary>
    public IReadOnlyList<EdgeRow> Above { get; init; } = [];

    /// <summary>The objectives that own key results among the goals, and are not among them themselves.</summary>
    public IReadOnlyList<GoalRow> Owners { get; init; } = [];

    /// <summary>What is on record of the asked goal.</summary>
    public GoalRecord Record { get; init; } = GoalRecord.None;
}
