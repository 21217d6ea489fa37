using OkrGrains.Model.Definitions;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Reads the parts of a workspace back from what is stored, each as the plan file that it was applied from.</summary>
public sealed class StoredParts
{
    private readonly IDefinitionStore _store;
    private readonly PlanExport _export;

    /// <summary>Creates an instance for a store and the plans that are read back from it.</summary>
    public StoredParts(IDefinitionStore store, PlanExport export)
    {
        _store = store;
        _export = export;
    }

    /// <summary>Returns the parts of a workspace besides those that are given; none if there is no workspace.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="besides">The parts that are left out.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyCollection<StoredPart>> ReadAsync(
        string workspace, IReadOnlyCollection<string> besides, CancellationToken cancellation)
    {
        // The goals are only read where there is another part, which is seldom.
        return await _store.ReadWorkspaceAsync(workspace, cancellation) is { } row && HasOthers(row, besides)
            ? Of((await _export.ReadAsync(workspace, cancellation)).Plan, besides)
            : [];
    }

    internal static IReadOnlyCollection<StoredPart> Of(WorkspaceRow? row, IReadOnlyList<GoalRow> goals, IReadOnlyCollection<string> besides) =>
        row is not null && HasOthers(row, besides) ? Of(StoredPlan.Of(row, goals), besides) : [];

    private static IReadOnlyCollection<StoredPart> Of(Plan plan, IReadOnlyCollection<string> besides) =>
        [.. Besides(plan.Settings, besides).Select(name => new StoredPart(name, DefinitionJson.Write(plan, name)))];

    private static bool HasOthers(WorkspaceRow row, IReadOnlyCollection<string> besides) =>
        Besides(DefinitionJson.ReadSettings(row.Settings.Span), besides).Any();

    private static IEnumerable<string> Besides(WorkspaceSettings settings, IReadOnlyCollection<string> besides) =>
        settings.AllParts.Select(part => part.Name).Except(besides);
}
