using OkrGrains.Api.Mapping;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Settling;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Watching;

/// <summary>Which goals a watch covers: all of a workspace, one, or one with all that it reads.</summary>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Root">The goal that was named; null for the whole workspace.</param>
/// <param name="Subtree">Whether all that the goal reads is covered too.</param>
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
    /// The goals that it covers at a revision; none when the named goal is not there. A goal that was found once is followed by its number,
    /// so that it may be renamed.
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
