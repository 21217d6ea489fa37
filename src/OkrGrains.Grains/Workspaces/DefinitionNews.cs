using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Tells goals of a change of definitions that touches them.</summary>
/// <remarks>
/// Goals that existed before may be active under their old definition. Children are told first, so that each goal finds redefined what it
/// reads. What a crash leaves untold is told by reconciliation.
/// </remarks>
internal sealed class DefinitionNews(IDefinitionStore store, IGrainFactory grains)
{
    /// <summary>The most goals that are told at a time.</summary>
    private const int AtATime = 64;

    /// <param name="before">The goals before the change, removed ones included.</param>
    /// <param name="edgesBefore">The edges before the change.</param>
    /// <param name="commit">The change.</param>
    /// <param name="revision">The position of its commit.</param>
    public async Task TellAsync(IReadOnlyList<GoalRow> before, IReadOnlyList<EdgeRow> edgesBefore, DefinitionCommit commit, long revision)
    {
        var touched = commit.Touched.ToHashSet();
        var known = before.Where(row => touched.Contains(row.Goal)).ToList();
        if (known.Count == 0)
        {
            return;
        }

        var edges = (await store.ReadEdgesAsync(commit.Workspace, CancellationToken.None)).Concat(edgesBefore).ToList();
        await TellAsync(commit.Workspace, known, edges, revision);
    }

    /// <summary>Tells the goals of a workspace that it is deleted.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="goals">The goals that it had, removed ones included.</param>
    /// <param name="edges">The edges that it had.</param>
    /// <param name="position">The position of the commit that deleted it.</param>
    public Task TellDeletedAsync(string workspace, IReadOnlyList<GoalRow> goals, IReadOnlyList<EdgeRow> edges, long position) =>
        TellAsync(workspace, [.. goals.Where(goal => !goal.Removed)], edges, position);

    private async Task TellAsync(string workspace, IReadOnlyList<GoalRow> known, IReadOnlyList<EdgeRow> edges, long revision)
    {
        var combiners = edges.Where(edge => edge.Combiner is not null).ToLookup(edge => edge.Parent, edge => edge.Combiner!.Value);
        foreach (var level in EdgeGraph.Of(edges).Levels(known, row => row.Goal))
        {
            foreach (var some in level.Chunk(AtATime))
            {
                await Task.WhenAll(some.SelectMany(goal => combiners[goal.Goal].Distinct().Select(index =>
                    grains.ReferenceTo<ICombinerGrain>(CombinerAddress.Key(workspace, goal.Goal, index)).Redefine(revision))));
                await Task.WhenAll(some.Select(goal =>
                    GrainsOfGoals.Of(grains, new GoalAddress(workspace, goal.Goal, goal.Name.Kind)).Redefine(revision)));
            }
        }
    }
}
