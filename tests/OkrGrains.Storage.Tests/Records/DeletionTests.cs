using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class DeletionTests(StoreHome home) : StoreContract(home)
{
    private readonly HeldCommits _commits = new();

    protected override void Dispose(bool disposing)
    {
        _commits.Dispose();
        base.Dispose(disposing);
    }

    [Fact]
    public async Task A_deleted_workspace_is_gone_and_its_tombstone_stays_over_a_restart()
    {
        long deleted;
        await using (var store = Home.OpenStore(_commits.BeforeCommit))
        {
            var (w, _) = await FilledWorkspace.FillAsync(store, _commits);
            deleted = await store.DeleteWorkspaceAsync(Deletion(w) with { Request = FilledWorkspace.Request("del") }, default);
            Assert.Equal(store.LastPosition, deleted);
        }

        await using (var again = Home.OpenStore())
        {
            Assert.Null(await again.ReadWorkspaceAsync("w", default));
            Assert.Equal(["v"], (await again.ReadWorkspacesAsync(default)).Select(row => row.Id));
            Assert.Empty(await again.ReadGoalsAsync("w", default));
            Assert.Empty(await again.ReadEdgesAsync("w", default));
            Assert.Empty(await again.ReadChangesAsync("w", 0, 10, default));
            Assert.Empty(await again.ReadClosingsAsync("w", default));
            Assert.Null(await again.ReadGoalAsync(1, default));
            Assert.Null(await again.ReadSubtreeAsync(3, null, SubtreeScope.Whole, default));
            Assert.Null(await again.ReadProducerAsync("w", FilledWorkspace.Secret + 1, default));
            Assert.Null(await again.FindRequestAsync("w", "asked", default));
            Assert.Null(await again.ReadDefinitionsAsync("w", new ClosingCut(long.MaxValue, Instant.Latest), default));
            Assert.Equal(["v"], (await again.CountGoalsAsync(default)).Keys);
            var tombstone = Assert.Single(await again.ReadTombstonesAsync("w", default));
            Assert.Equal(
                ("w", 1, deleted, "eve", "over", ErasureState.None),
                (tombstone.Id, tombstone.Generation, tombstone.Position, tombstone.Author, tombstone.Reason, tombstone.Erasure));
            Assert.True(tombstone.Request!.AsksForSame(FilledWorkspace.Request("del")));
        }

        Assert.Empty(Home.Verify());
    }

    [Fact]
    public async Task Nothing_more_is_written_of_a_deleted_workspace()
    {
        await using var store = Home.OpenStore(_commits.BeforeCommit);
        var (w, v) = await FilledWorkspace.FillAsync(store, _commits);
        var state = (await store.ReadStateAsync(1, default))!;
        var untouched = (await store.ReadStateAsync(2, default))!;
        var deleted = await store.DeleteWorkspaceAsync(Deletion(w), default);

        await DeletedAsync(async () => await store.AppendAsync(Samples.Append(1, state.Position), default));
        await DeletedAsync(async () => await store.AppendAsync(Samples.Append(3, 0), default));
        await DeletedAsync(async () => await store.AmendAsync(Samples.Amend(1, state.Position, 1, 5), default));
        await DeletedAsync(async () => await store.SaveStateAsync(Samples.Save(1, state.Position, long.MaxValue), default));
        await DeletedAsync(async () => await store.AddCheckInAsync(Samples.CheckIn(3, 3), default));
        await ConflictAsync(async () => await store.DefineAsync(Samples.Define(w, Samples.Kpi(1, "a")), default));
        await DeletedAsync(async () => await store.OpenProducerAsync("w", "p", default));
        await DeletedAsync(async () => await store.RecordRequestAsync(
            new NewRequest("w", FilledWorkspace.Request("late"), ReadOnlyMemory<byte>.Empty), default));
        await ConflictAsync(async () => await store.DeleteWorkspaceAsync(Deletion(w), default));
        Assert.Equal(deleted, store.LastPosition);

        Assert.Equal(v, (await store.ReadWorkspaceAsync("v", default))!.Revision);
        Assert.Equal(untouched, await store.ReadStateAsync(2, default) is { } row ? row with { Body = untouched.Body } : null);
        Assert.Equal(deleted + 1, await store.AppendAsync(Samples.Append(2, untouched.Position), default));
    }

    [Fact]
    public async Task The_next_generation_sees_nothing_of_the_one_before()
    {
        long number;
        await using (var store = Home.OpenStore(_commits.BeforeCommit))
        {
            var (w, _) = await FilledWorkspace.FillAsync(store, _commits);
            number = (await store.ReadProducerAsync("w", FilledWorkspace.Secret + 1, default))!.Number;
            var deleted = await store.DeleteWorkspaceAsync(Deletion(w), default);
            Assert.Equal(5, await store.ReserveGoalNumbersAsync(1, default));
            await store.DefineAsync(Samples.Define(0, Samples.Kpi(5, "a")), default);
            var row = (await store.ReadWorkspaceAsync("w", default))!;
            Assert.Equal((2, deleted), (row.Generation, row.Since));
        }

        await using (var again = Home.OpenStore())
        {
            Assert.Equal([5], (await again.ReadGoalsAsync("w", default)).Select(goal => goal.Goal));
            Assert.Single(await again.ReadChangesAsync("w", 0, 10, default));
            Assert.Empty(await again.ReadClosingsAsync("w", default));
            Assert.Null(await again.ReadProducerAsync("w", FilledWorkspace.Secret + 1, default));
            Assert.Null(await again.FindRequestAsync("w", "asked", default));
            var producer = await again.OpenProducerAsync("w", FilledWorkspace.Secret + 1, default);
            Assert.Equal((1, 0), (producer.Epoch, producer.LastSequence));
            Assert.NotEqual(number, producer.Number);
            await again.RecordRequestAsync(
                new NewRequest("w", FilledWorkspace.Request("asked"), ReadOnlyMemory<byte>.Empty), default);
            await again.AppendAsync(Samples.Append(5, 0, Samples.Reading(1, producer: producer.Number)), default);
            var newer = await again.DeleteWorkspaceAsync(Deletion((await again.ReadWorkspaceAsync("w", default))!.Revision), default);
            Assert.Equal([1, 2], (await again.ReadTombstonesAsync("w", default)).Select(row => row.Generation));
            Assert.Equal([2], (await again.ReadTombstonesAsync(newer - 1, default)).Select(row => row.Generation));
        }

        Assert.Empty(Home.Verify());
    }

    [Fact]
    public async Task A_deletion_from_an_older_revision_is_a_conflict_and_deletes_nothing()
    {
        await using var store = Home.OpenStore(_commits.BeforeCommit);
        var (w, _) = await FilledWorkspace.FillAsync(store, _commits);
        await ConflictAsync(async () => await store.DeleteWorkspaceAsync(Deletion(w - 1), default));
        await ConflictAsync(async () => await store.DeleteWorkspaceAsync(
            Deletion(w) with { Request = FilledWorkspace.Request("asked") }, default));
        Assert.Equal(w, (await store.ReadWorkspaceAsync("w", default))!.Revision);
        Assert.Empty(await store.ReadTombstonesAsync("w", default));
    }

    [Fact]
    public async Task No_state_of_a_deleted_workspace_is_stale()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(2, default);
        var w = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a")), default);
        await store.DefineAsync(Samples.Define(0, Samples.Kpi(2, "a")) with { Workspace = "v" }, default);
        foreach (var goal in new long[] { 1, 2 })
        {
            await store.AppendAsync(
                new ReadingAppend(new[] { Samples.Reading(1) }, Samples.Save(goal, 0, long.MaxValue - 9, validUntil: 9_000)), default);
        }

        Assert.Equal(2, (await store.ReadStaleAsync(Instant.Latest, StaleState.BeforeAll, 9, default)).Count);
        await store.DeleteWorkspaceAsync(Deletion(w), default);
        Assert.Equal([2], (await store.ReadStaleAsync(Instant.Latest, StaleState.BeforeAll, 9, default)).Select(state => state.Goal));
    }

    private static WorkspaceDeletion Deletion(long revision) => new("w", revision, "eve", "over", Erases: false);

    private static Task<WorkspaceDeletedException> DeletedAsync(Func<Task> write) => Assert.ThrowsAsync<WorkspaceDeletedException>(write);

    private static Task<StoreConflictException> ConflictAsync(Func<Task> write) => Assert.ThrowsAsync<StoreConflictException>(write);
}
