using OkrGrains.Model.Definitions;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Reads the parts of a workspace back from what is stored, each as the plan file that it was applied from.</summary>
public sealed class StoredParts
{
    private readonly IDefinitionStore _store;

    /// <summary>Creates an instance for a store.</summary>
    public StoredParts(IDefinitionStore store) => _store = store;

    /// <summary>Returns the parts of a workspace besides those that are given; none if there is no workspace.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="besides">The parts that are left out.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyCollection<StoredPart>> ReadAsync(
        string workspace, IReadOnlyCollection<string> besides, CancellationToken cancellation)
    {
        while (await _store.ReadWorkspaceAsync(workspace, cancellation) is { } row && NamesOf(row, besides).Any())
        {
            // A change between the two would give goals of one plan and the settings of another.
            var goals = await _store.ReadGoalsAsync(workspace, cancellation);
            if ((await _store.ReadWorkspaceAsync(workspace, cancellation))?.Revision == row.Revision)
            {
                return Of(row, goals, besides);
            }
        }

        return [];
    }

    internal static IReadOnlyCollection<StoredPart> Of(WorkspaceRow? row, IReadOnlyList<GoalRow> goals, IReadOnlyCollection<string> besides)
    {
        if (row is null || NamesOf(row, besides).ToList() is not { Count: > 0 } names)
        {
            return [];
        }

        var plan = StoredPlan.Of(row.Id, row.Settings.Span, goals.Where(goal => !goal.Removed).Select(StoredPlan.DefinitionOf));
        return [.. names.Select(name => new StoredPart(name, DefinitionJson.Write(plan, name)))];
    }

    private static IEnumerable<string> NamesOf(WorkspaceRow row, IReadOnlyCollection<string> besides) =>
        DefinitionJson.ReadSettings(row.Settings.Span).Parts.Select(part => part.Name).Prepend(PlanPart.Main).Except(besides);
}
