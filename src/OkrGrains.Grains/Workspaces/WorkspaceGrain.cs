using System.Collections.Immutable;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using Orleans.Runtime;

namespace OkrGrains.Grains.Workspaces;

internal sealed class WorkspaceGrain(IGrainContext context, IGoalStore store, GoalClock clock) : Grain(context), IWorkspaceGrain
{
    private DefinitionNews News => new(store, GrainFactory);

    public async Task<Applied> Apply(PlanChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var files = PlanFiles.Parse([.. change.Files.Select(file => file.AsMemory())], TextCleaning.None);
        if (!change.IsDryRun)
        {
            // Cycles that are due are closed before the change, by the plan that is in force until then.
            await Cycles(files.Workspace).CloseDueAsync(clock.Now);
        }

        var now = await ReadAsync(files.Workspace);
        if (await ConflictAsync(files.Workspace, now, change.Known) is { } conflict)
        {
            return Applied.Refused(conflict);
        }

        if (files.Read(StoredParts.Of(now.Workspace, now.Goals, besides: files.Parts)).Plan is not { } plan)
        {
            return Applied.Outdated(now.Revision);
        }

        var delta = new WorkspaceChange(now.Workspace, now.Goals, now.Edges, plan);
        if (delta.Missing.Length > 0 && !change.Prune)
        {
            return new Applied(now.Revision, delta.Missing, [], [], [], [], delta.UnchangedCount);
        }

        if (change.IsDryRun)
        {
            var changes = delta.KeyChanges();
            return new Applied(now.Revision, [], delta.Added, delta.Changed, delta.Missing, delta.Restored, delta.UnchangedCount)
            {
                Changes = [.. changes.Take(KeyChange.Limit)],
                ChangeCount = changes.Count,
            };
        }

        if (delta.IsEmpty)
        {
            return new Applied(now.Revision, [], [], [], [], [], delta.UnchangedCount);
        }

        var first = delta.Added.IsEmpty ? 0 : await store.ReserveGoalNumbersAsync(delta.Added.Length, CancellationToken.None);
        var (revision, overtaken) = await DefineAsync(delta.ToCommit(first, change.Author, change.Reason), now, change.Known);
        return overtaken is not null
            ? Applied.Refused(overtaken)
            : new Applied(revision, [], delta.Added, delta.Changed, delta.Missing, delta.Restored, delta.UnchangedCount);
    }

    public async Task<Renamed> Rename(RenameChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var id = this.GetPrimaryKeyString();
        if (await FormerAsync(change.Request) is { } former)
        {
            return former.Stored.Request.AsksForSame(change.Request!)
                ? RenamedAnswer.Read(former)
                : new Renamed(RenameOutcome.RequestReused, former.Position, []);
        }

        await CloseDue(clock.Now);
        var now = await ReadAsync(id);
        if (await ConflictAsync(id, now, change.Known) is { } conflict)
        {
            return new Renamed(RenameOutcome.Conflict, now.Revision, []) { Conflict = conflict };
        }

        if (now.Workspace is null || !now.Goals.Any(row => !row.Removed && row.Name == change.Goal))
        {
            return new Renamed(RenameOutcome.UnknownGoal, now.Revision, []);
        }

        if (change.Id == change.Goal.Id)
        {
            return new Renamed(RenameOutcome.Done, now.Revision, []);
        }

        if (now.Goals.Any(row => !row.Removed && row.Name == change.Goal with { Id = change.Id }))
        {
            return new Renamed(RenameOutcome.NameTaken, now.Revision, []);
        }

        var commit = change.ToCommit(now.Workspace, now.Goals, now.Edges);
        var (revision, overtaken) = await DefineAsync(commit, now, change.Known);
        return overtaken is not null
            ? new Renamed(RenameOutcome.Conflict, revision, []) { Conflict = overtaken }
            : new Renamed(RenameOutcome.Done, revision, [.. commit.Goals.Select(goal => goal.Name)]);
    }

    public Task<int> CloseDue(Instant now) => Cycles(this.GetPrimaryKeyString()).CloseDueAsync(now);

    public async Task<CycleOutcome> CloseCycle(CycleChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return await FormerOutcomeAsync(change) ?? await (await CyclesAsync()).CloseAsync(change);
    }

    public async Task<CycleOutcome> ReopenCycle(CycleChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return await FormerOutcomeAsync(change) ?? await (await CyclesAsync()).ReopenAsync(change);
    }

    public Task<Deleted> Delete(DeleteChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new WorkspaceDeleter(store, GrainFactory, this.GetPrimaryKeyString()).DeleteAsync(change);
    }

    private CycleCloser Cycles(string workspace) => new(store, GrainFactory, clock, workspace);

    /// <summary>Closes the cycles that are due, and returns what closes and reopens cycles by hand.</summary>
    private async Task<CycleCloser> CyclesAsync()
    {
        await CloseDue(clock.Now);
        return Cycles(this.GetPrimaryKeyString());
    }

    /// <summary>Returns the outcome of the request with that id which was carried out before; null if there is none.</summary>
    private async Task<CycleOutcome?> FormerOutcomeAsync(CycleChange change) => await FormerAsync(change.Request) switch
    {
        null => null,
        { } row when row.Stored.Request.AsksForSame(change.Request!) => CycleOutcome.Done,
        _ => CycleOutcome.RequestReused,
    };

    /// <summary>Returns the stored request with the same id; null if there is none, or if the caller has named no request.</summary>
    private async Task<RequestRow?> FormerAsync(NamedRequest? request) => request is null
        ? null
        : await store.FindRequestAsync(this.GetPrimaryKeyString(), request.Id, CancellationToken.None);

    private async Task<Definitions> ReadAsync(string workspace) => new(
        await store.ReadWorkspaceAsync(workspace, CancellationToken.None),
        await store.ReadGoalsAsync(workspace, CancellationToken.None),
        await store.ReadEdgesAsync(workspace, CancellationToken.None));

    private async Task<PlanConflict?> ConflictAsync(string id, Definitions now, long? known) =>
        known is { } revision ? await PlanConflict.FindAsync(store, now.Workspace, id, now.Goals, revision) : null;

    /// <summary>
    /// Commits a change and tells the goals of it. If another activation committed first, returns the conflict to a caller that supplied
    /// the revision that it knew; otherwise the exception of the store is thrown.
    /// </summary>
    private async Task<(long Revision, PlanConflict? Overtaken)> DefineAsync(DefinitionCommit commit, Definitions before, long? known)
    {
        long revision;
        try
        {
            revision = await store.DefineAsync(commit, CancellationToken.None);
        }
        catch (StoreConflictException) when (known is not null)
        {
            var now = await ReadAsync(commit.Workspace);
            var conflict = await ConflictAsync(commit.Workspace, now, known);
            return conflict is null ? throw new StoreConflictException("A cycle was closed meanwhile.") : (now.Revision, conflict);
        }

        await News.TellAsync(before.Goals, before.Edges, commit, revision);
        return (revision, null);
    }

    /// <summary>
    /// The definitions of a workspace, read one after the other. A commit made from them checks that nothing was changed in between.
    /// </summary>
    private sealed record Definitions(WorkspaceRow? Workspace, IReadOnlyList<GoalRow> Goals, IReadOnlyList<EdgeRow> Edges)
    {
        public long Revision => Workspace?.Revision ?? 0;
    }
}
