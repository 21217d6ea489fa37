using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Pages;

/// <summary>What a page about a goal is made of.</summary>
/// <param name="Goal">The goal, with the figures that are shown.</param>
/// <param name="List">The goals of its workspace.</param>
internal sealed record PageFacts(Goal Goal, GoalList List)
{
    /// <summary>The cycle of the goal; null when it has none.</summary>
    public Cycle? Cycle { get; init; }

    /// <summary>The revisions of the goal, oldest first.</summary>
    public IReadOnlyList<Revision> Revisions { get; init; } = [];

    /// <summary>True if the goal is shown under a definition that it had before, for which the figures of other goals do not hold.</summary>
    public bool IsFormer { get; init; }

    /// <summary>Asks a server for what a page needs beside the goal and the list.</summary>
    public async Task<PageFacts> CompletedAsync(OkrClient client, CancellationToken cancellation)
    {
        var revisions = new List<Revision>();
        await foreach (var revision in client.Goals.RevisionsAsync(Goal.Name, cancellation))
        {
            revisions.Add(revision);
        }

        return this with { Revisions = revisions, Cycle = await CycleAsync(client, cancellation) };
    }

    private async Task<Cycle?> CycleAsync(OkrClient client, CancellationToken cancellation)
    {
        if (Goal.Cycle.Length == 0)
        {
            return null;
        }

        var request = new ListCyclesRequest { Parent = Connections.GoalChoice.WorkspaceOf(Goal.Name) };
        return (await client.Cycles.ListCyclesAsync(request, cancellationToken: cancellation)).Cycles.FirstOrDefault(cycle => cycle.Name == Goal.Cycle);
    }
}
