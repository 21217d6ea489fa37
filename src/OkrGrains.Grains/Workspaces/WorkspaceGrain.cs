using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Grains.Combiners;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Plans;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;
using Orleans.Runtime;

namespace OkrGrains.Grains.Workspaces;

internal sealed class WorkspaceGrain(IGrainContext context, IGoalStore store) : Grain(context), IWorkspaceGrain
{
    /// <summary>So many goals are told of their new definitions at a time.</summary>
    private const int AtATime = 64;

    public async Task<Applied> Apply(PlanChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var plan = PlanReader.Read(ImmutableCollectionsMarshal.AsArray(change.Plan)).Plan
            ?? throw new ArgumentException("The plan has faults.", nameof(change));
        var workspace = await store.ReadWorkspaceAsync(plan.Workspace, CancellationToken.None);
        var goals = await store.ReadGoalsAsync(plan.Workspace, CancellationToken.None);
        var edges = await store.ReadEdgesAsync(plan.Workspace, CancellationToken.None);
        var delta = new WorkspaceChange(workspace, goals, edges, plan);
        if (delta.Missing.Length > 0 && !change.Prune)
        {
            return new Applied(workspace!.Revision, delta.Missing, [], [], [], [], delta.UnchangedCount);
        }

        if (delta.IsEmpty)
        {
            return new Applied(workspace!.Revision, [], [], [], [], [], delta.UnchangedCount);
        }

        var first = delta.Added.IsEmpty ? 0 : await store.ReserveGoalNumbersAsync(delta.Added.Length, CancellationToken.None);
        var commit = delta.ToCommit(first, change.Author, change.Reason);
        var revision = await store.DefineAsync(commit, CancellationToken.None);
        await TellGoalsAsync(plan, goals, edges, commit.Touched, revision);
        return new Applied(revision, [], delta.Added, delta.Changed, delta.Missing, delta.Restored, delta.UnchangedCount);
    }

    /// <summary>
    /// Goals that were there before may be in memory under their old definition: children first, so that each finds below it what is
    /// already defined anew. What a crash leaves untold is told by the sweep.
    /// </summary>
    private async Task TellGoalsAsync(
        Plan plan, IReadOnlyList<GoalRow> before, IReadOnlyList<EdgeRow> edgesBefore, IReadOnlyCollection<long> touched, long revision)
    {
        var known = before.Where(row => touched.Contains(row.Goal)).ToList();
        if (known.Count == 0)
        {
            return;
        }

        var edges = (await store.ReadEdgesAsync(plan.Workspace, CancellationToken.None)).Concat(edgesBefore).ToList();
        var combiners = edges.Where(edge => edge.Combiner is not null).ToLookup(edge => edge.Parent, edge => edge.Combiner!.Value);
        foreach (var level in Levels.ChildrenFirst(known, edges))
        {
            foreach (var some in level.Chunk(AtATime))
            {
                await Task.WhenAll(some.SelectMany(goal => combiners[goal.Goal].Distinct().Select(index =>
                    GrainFactory.GetGrain<ICombinerGrain>(CombinerAddress.Key(plan.Workspace, goal.Goal, index)).Redefine(revision))));
                await Task.WhenAll(some.Select(goal =>
                    GrainsOfGoals.Of(GrainFactory, new GoalAddress(plan.Workspace, goal.Goal, goal.Name.Kind)).Redefine(revision)));
            }
        }
    }
}
