using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// Closes the cycles of one workspace and opens them again. The owner of the workspace uses it, so that nothing else changes the workspace
/// meanwhile.
/// </summary>
internal sealed class CycleCloser(IGoalStore store, IGrainFactory grains, GoalClock clock, string workspace)
{
    private readonly FinalEvaluation _finals = new(store, store);

    /// <summary>Closes every cycle whose closing the clock has reached.</summary>
    /// <returns>The number of cycles that were closed.</returns>
    public async Task<int> CloseDueAsync(Instant now)
    {
        var settings = await store.ReadSettingsAsync(workspace, CancellationToken.None);
        var due = ClosingSchedule.Of(settings, await store.ReadClosingsAsync(workspace, CancellationToken.None))
            .Where(closing => closing.At <= now).ToList();
        if (due.Count == 0)
        {
            return 0;
        }

        // Once this is stored, all that was accepted before is durable and nothing more can be accepted before it. So the finals are the
        // same whenever this runs.
        await store.RecordClockAsync(now, CancellationToken.None);
        foreach (var closing in due)
        {
            var cut = new ClosingCut(store.LastPosition, closing.At);
            await CloseAsync(new CycleChange(closing.Cycle, ReservedAuthors.Clock, ""), cut);
        }

        return due.Count;
    }

    /// <summary>Closes a cycle that has ended, with all that is committed.</summary>
    public async Task<CycleOutcome> CloseAsync(CycleChange change)
    {
        if (await FrameAsync() is not { } frame || frame.Settings.Cycles.All(cycle => cycle.Id != change.Cycle))
        {
            return CycleOutcome.UnknownCycle;
        }

        if (await LastAsync(change.Cycle) is ClosingKind.Closed)
        {
            return CycleOutcome.ClosedAlready;
        }

        if (clock.Now < frame.CycleOf(change.Cycle)!.Value.End)
        {
            return CycleOutcome.NotEnded;
        }

        await CloseAsync(change, new ClosingCut(store.LastPosition, Instant.Latest));
        return CycleOutcome.Done;
    }

    /// <summary>Opens a closed cycle again.</summary>
    public async Task<CycleOutcome> ReopenAsync(CycleChange change)
    {
        var closings = await store.ReadClosingsAsync(workspace, CancellationToken.None);
        if (closings.LastOrDefault(closing => closing.Cycle == change.Cycle) is not { } last)
        {
            return await FrameAsync() is { } frame && frame.Settings.Cycles.Any(cycle => cycle.Id == change.Cycle)
                ? CycleOutcome.NotClosed
                : CycleOutcome.UnknownCycle;
        }

        if (last.Kind != ClosingKind.Closed)
        {
            return CycleOutcome.NotClosed;
        }

        var finals = await store.ReadFinalsAsync(workspace, last.Position, CancellationToken.None);
        var cut = new ClosingCut(store.LastPosition, Instant.Latest);
        await CommitAsync(change, new ClosingCommit(ClosingKind.Reopened, change.Cycle, last.At, cut, []), finals);
        return CycleOutcome.Done;
    }

    private async Task CloseAsync(CycleChange change, ClosingCut cut)
    {
        var (at, finals) = await _finals.RunAsync(workspace, change.Cycle, cut, CancellationToken.None)
            ?? throw new InvalidOperationException($"There was no cycle {change.Cycle}.");
        await CommitAsync(change, new ClosingCommit(ClosingKind.Closed, change.Cycle, at, cut, finals), finals);
    }

    private async Task CommitAsync(CycleChange change, ClosingCommit closing, IReadOnlyList<Final> finals)
    {
        var row = await store.ReadWorkspaceAsync(workspace, CancellationToken.None);
        var goals = await store.ReadGoalsAsync(workspace, CancellationToken.None);
        var edges = await store.ReadEdgesAsync(workspace, CancellationToken.None);

        // The version of a goal that shows another final must rise, and with it the versions of all goals above.
        var touched = EdgeGraph.Of(edges).WithAncestors(finals.Select(final => final.Goal));
        var commit = new DefinitionCommit(workspace, row!.Revision, change.Author, change.Reason, null, [], touched, [], [])
        {
            Closing = closing,
            Request = change.Request is { } request ? new NewRequest(workspace, request, ReadOnlyMemory<byte>.Empty) : null,
        };
        var revision = await store.DefineAsync(commit, CancellationToken.None);
        await new DefinitionNews(store, grains).TellAsync(goals, edges, commit, revision);
    }

    private async Task<ClosingKind?> LastAsync(string cycle) =>
        (await store.ReadClosingsAsync(workspace, CancellationToken.None)).LastOrDefault(closing => closing.Cycle == cycle)?.Kind;

    private async Task<WorkspaceFrame?> FrameAsync() => await store.ReadWorkspaceAsync(workspace, CancellationToken.None) is { } row
        ? new WorkspaceFrame(DefinitionJson.ReadSettings(row.Settings.Span))
        : null;
}
