using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>The goals of one workspace at one revision. It is immutable; <see cref="GoalDirectory"/> has the newest.</summary>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Revision">The workspace's revision.</param>
/// <param name="Goals">The KPIs, key results and objectives, each kind in the order of the plan; no removed ones.</param>
/// <param name="ByName">The same goals by name.</param>
/// <param name="ByNumber">The same goals by number.</param>
/// <param name="Edges">The edges, which tell which goal reads which, and at which point.</param>
public sealed record WorkspaceDirectory(
    string Workspace,
    long Revision,
    ImmutableArray<GoalEntry> Goals,
    IReadOnlyDictionary<GoalName, GoalEntry> ByName,
    IReadOnlyDictionary<long, GoalEntry> ByNumber,
    ImmutableArray<EdgeRow> Edges)
{
    private GoalGraph<long, EdgeRow>? _graph;

    /// <summary>The workspace's time zone, UTC if its plan gives none.</summary>
    public Zone Zone { get; init; } = Zone.Utc;

    /// <summary>The settings that the goals share.</summary>
    public WorkspaceSettings Settings { get; init; } = new();

    /// <summary>How many workspaces have had the id, this one included.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The position of the commit that deleted the generation before; 0 for the first.</summary>
    public long Since { get; init; }

    /// <summary>The graph of <see cref="Edges"/>.</summary>
    internal GoalGraph<long, EdgeRow> Graph => _graph ??= EdgeGraph.Of(Edges);
}
