using OkrGrains.Model.Definitions;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Queries;

/// <summary>Reads the plan of a workspace back from what is stored.</summary>
public sealed class PlanExport
{
    private readonly IDefinitionStore _store;

    /// <summary>Creates an instance for a store.</summary>
    public PlanExport(IDefinitionStore store) => _store = store;

    /// <summary>Returns the plan of all parts as it is now, without goals that were removed.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The revision of the workspace that has this plan, and the plan.</returns>
    public async Task<(long Revision, Plan Plan)> ReadAsync(string workspace, CancellationToken cancellation)
    {
        while (true)
        {
            // A change between the two would give goals of one plan and the settings of another.
            var row = await _store.ReadWorkspaceAsync(workspace, cancellation)
                ?? throw new InvalidOperationException($"There is no workspace {workspace}.");
            var goals = await _store.ReadGoalsAsync(workspace, cancellation);
            if ((await _store.ReadWorkspaceAsync(workspace, cancellation))?.Revision == row.Revision)
            {
                return (row.Revision, StoredPlan.Of(row, goals));
            }
        }
    }
}
