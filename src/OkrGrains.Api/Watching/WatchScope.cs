using OkrGrains.Api.Mapping;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Watching;

/// <summary>The scope of a watch: all goals of a workspace, one goal, or one goal with everything that it reads.</summary>
/// <param name="Workspace">The id of the workspace.</param>
/// <param name="Root">The named goal; null for the whole workspace.</param>
/// <param name="Subtree">True when everything that the goal reads is covered too.</param>
internal sealed record WatchScope(string Workspace, GoalName? Root, bool Subtree)
{
    public static WatchScope Of(Wire.WatchGoalsRequest request)
    {
        // A goal's name has four parts, a workspace's two.
        if (request.Name.Count(character => character == '/') <= 1)
        {
            return new WatchScope(Names.Workspace("name", request.Name), null, request.Subtree);
        }

        var (workspace, goal) = Names.Goal("name", request.Name);
        return new WatchScope(workspace, goal, request.Subtree);
    }

    /// <summary>
    /// Returns the goals that the scope covers in a plan; none when the named goal does not exist. After it was found once, the named goal
    /// is followed by its number, so that the watch survives a renaming.
    /// </summary>
    public IReadOnlyCollection<GoalEntry> Resolve(WorkspaceDirectory directory, ref long? found)
    {
        if (Root is not { } root)
        {
            return directory.Goals;
        }

        GoalEntry? entry = null;
        if ((found is not { } number || !directory.ByNumber.TryGetValue(number, out entry)) && !directory.ByName.TryGetValue(root, out entry))
        {
            return [];
        }

        found = entry.Address.Number;
        return Subtree ? TreeReader.SubtreeOf(directory, entry) : [entry];
    }
}
