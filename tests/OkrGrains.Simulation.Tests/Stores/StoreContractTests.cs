using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Simulation.Tests.Stores;

/// <summary>Tests what the grains rely on: the simulated store keeps the contract that the embedded one keeps.</summary>
public abstract class StoreContractTests
{
    private const string Workspace = "w";

    [Fact]
    public void An_append_is_found_with_its_state_once_it_is_durable() => Run(async store =>
    {
        var first = await store.AppendAsync(Append(1, 0, 1, 2), default);
        var second = await store.AppendAsync(Append(1, first, 3), default);
        Assert.True(first > 0 && second > first && store.LastPosition == second);
        Assert.Equal((second, 0L), ((await store.ReadStateAsync(1, default))!.Position, (await store.ReadStateAsync(1, default))!.Revision));
        Assert.Equal([1L, 2, 3], await SequencesAsync(store, 1, second));
        Assert.Equal([1L, 2], await SequencesAsync(store, 1, first));
        Assert.Null(await store.ReadStateAsync(2, default));
    });

    [Fact]
    public void A_write_that_expects_another_position_is_a_conflict_and_changes_nothing() => Run(async store =>
    {
        var position = await store.AppendAsync(Append(1, 0, 1), default);
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.AppendAsync(Append(1, 0, 2), default));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.SaveStateAsync(Save(1, position + 1), default));
        Assert.Equal(position, store.LastPosition);
        Assert.Equal([1L], await SequencesAsync(store, 1, long.MaxValue));
        Assert.Equal(position, await store.SaveStateAsync(Save(1, position), default));
    });

    [Fact]
    public void A_write_under_an_older_revision_is_a_conflict() => Run(async store =>
    {
        await store.SaveStateAsync(Save(1, 0, revision: 4), default);
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.SaveStateAsync(Save(1, 0, revision: 3), default));
        Assert.Equal(0, await store.SaveStateAsync(Save(1, 0, revision: 4), default));
    });

    [Fact]
    public void A_state_without_readings_of_an_earlier_instant_is_a_conflict() => Run(async store =>
    {
        await store.SaveStateAsync(Save(1, 0) with { EvaluatedAt = new Instant(7) }, default);
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.SaveStateAsync(Save(1, 0), default));
        Assert.Equal(0, await store.SaveStateAsync(Save(1, 0) with { EvaluatedAt = new Instant(7) }, default));
        Assert.Equal(store.LastPosition + 1, await store.AppendAsync(Append(1, 0, 1), default));
    });

    [Fact]
    public void States_are_stale_by_time_and_by_definition_but_not_when_their_goal_is_removed() => Run(async store =>
    {
        await store.ReserveGoalNumbersAsync(3, default);
        var first = await store.DefineAsync(Define(0, Kpi(1), Kpi(2), Kpi(3)), default);
        await store.SaveStateAsync(Save(1, 0, first, validUntil: 100), default);
        await store.SaveStateAsync(Save(2, 0, first), default);
        await store.SaveStateAsync(Save(3, 0, first), default);
        StaleState ofTime = new(new Instant(100), 1), ofDefinition = new(Instant.Earliest, 2);
        Assert.Empty(await store.ReadStaleAsync(new Instant(99), StaleState.BeforeAll, 10, default));
        Assert.Equal([ofTime], await store.ReadStaleAsync(new Instant(100), StaleState.BeforeAll, 10, default));

        await store.DefineAsync(Define(first, Kpi(3, removed: true)) with { Touched = [2, 3] }, default);
        Assert.Equal([ofDefinition], await store.ReadStaleAsync(Instant.Earliest, StaleState.BeforeAll, 10, default));
        Assert.Equal([ofDefinition, ofTime], await store.ReadStaleAsync(Instant.Latest, StaleState.BeforeAll, 10, default));
        Assert.Equal([ofTime], await store.ReadStaleAsync(Instant.Latest, ofDefinition, 10, default));
    });

    [Fact]
    public void Goals_are_paged_by_the_span_of_commits_that_last_wrote_their_states() => Run(async store =>
    {
        var first = await store.AppendAsync(Append(7, 0, 1), default);
        var second = await store.AppendAsync(Append(3, 0, 2), default);
        var third = await store.AppendAsync(Append(7, first, 3), default);
        Assert.Equal([3, 7], await store.ReadCommittedAsync(0, third, 0, 10, default));
        Assert.Equal([3], await store.ReadCommittedAsync(0, third, 0, 1, default));
        Assert.Equal([7], await store.ReadCommittedAsync(0, third, 3, 10, default));
        Assert.Equal([7], await store.ReadCommittedAsync(second, third, 0, 10, default));
        Assert.Empty(await store.ReadCommittedAsync(second, third - 1, 0, 10, default));

        await store.SaveStateAsync(Save(3, second), default);
        var fourth = store.LastPosition;
        Assert.True(fourth > third);
        Assert.Equal([3], await store.ReadCommittedAsync(third, fourth, 0, 10, default));
    });

    [Fact]
    public void A_definition_raises_what_it_touches_and_replaces_the_edges_of_what_it_rewires() => Run(async store =>
    {
        Assert.Equal(1, await store.ReserveGoalNumbersAsync(3, default));
        Assert.Equal(4, await store.ReserveGoalNumbersAsync(1, default));
        var both = Define(0, Kpi(1), Kpi(2), Kpi(3)) with { Rewired = [1, 2], Edges = [Edge(1, 3), Edge(2, 3)] };
        var first = await store.DefineAsync(both, default);
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.DefineAsync(both, default));
        var second = await store.DefineAsync(Define(first) with { Settings = null, Touched = [2, 3], Rewired = [2] }, default);

        Assert.Equal([first, second, second], (await store.ReadGoalsAsync(Workspace, default)).Select(goal => goal.Revision));
        Assert.Equal([1L], (await store.ReadEdgesAsync(Workspace, default)).Select(edge => edge.Child));
        Assert.Empty((await store.ReadSubtreeAsync(2, null, SubtreeScope.Whole, default))!.Above);
        var workspace = (await store.ReadWorkspaceAsync(Workspace, default))!;
        Assert.Equal((second, first), (workspace.Revision, workspace.SettingsRevision));
        await store.AppendAsync(Append(1, 0, 1), default);
        var tree = (await store.ReadSubtreeAsync(3, null, SubtreeScope.Whole, default))!;
        Assert.Equal([3L, 1], tree.Goals.Select(goal => goal.Goal));
        Assert.Equal([1L], tree.States.Select(state => state.Goal));
        Assert.Equal(store.LastPosition, tree.Position);
        Assert.Empty(tree.Above);
        Assert.Equal([3L], (await store.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default))!.Above.Select(edge => edge.Parent));
        Assert.Null(await store.ReadSubtreeAsync(9, null, SubtreeScope.Whole, default));
    });

    [Fact]
    public void A_producer_opens_with_the_next_epoch_and_takes_no_note_of_an_older_one() => Run(async store =>
    {
        var opened = await store.OpenProducerAsync(Workspace, "p", default);
        Assert.Equal((1L, 0L), (opened.Epoch, opened.LastSequence));
        store.RecordProgress(opened.Number, 1, 7);
        store.RecordProgress(opened.Number, 1, 5);
        await store.AppendAsync(Append(1, 0, 1), default);
        Assert.Equal(7, (await store.ReadProducerAsync(Workspace, "p", default))!.LastSequence);

        var again = await store.OpenProducerAsync(Workspace, "p", default);
        Assert.Equal((opened.Number, 2L, 7L), (again.Number, again.Epoch, again.LastSequence));
        store.RecordProgress(opened.Number, 1, 9);
        await store.AppendAsync(Append(2, 0, 2), default);
        Assert.Equal(7, (await store.ReadProducerAsync(Workspace, "p", default))!.LastSequence);
        Assert.NotEqual(opened.Number, (await store.OpenProducerAsync(Workspace, "q", default)).Number);
        Assert.Null(await store.ReadProducerAsync(Workspace, "r", default));
    });

    [Fact]
    public void The_clock_seen_only_rises() => Run(async store =>
    {
        Assert.Null(store.ClockSeen);
        await store.RecordClockAsync(new Instant(500), default);
        await store.RecordClockAsync(new Instant(400), default);
        Assert.Equal(new Instant(500), store.ClockSeen);
    });

    /// <summary>Runs a test on an empty store.</summary>
    protected abstract void Run(Func<IGoalStore, Task> test);

    private static StateSave Save(long goal, long expected, long revision = 0, long? validUntil = null) =>
        new(goal, expected, revision, new Instant(5), validUntil is { } until ? new Instant(until) : null, new byte[] { 1 });

    private static ReadingAppend Append(long goal, long expected, params long[] sequences) => new(
        sequences.Select(sequence => new StoredReading(new Instant(sequence), 1.5, Producer: 1, sequence)).ToArray(), Save(goal, expected));

    private static GoalDefinition Kpi(long goal, bool removed = false) =>
        new(goal, new GoalName(GoalKind.Kpi, $"k{goal}"), null, (int)goal, removed, new byte[] { 1 });

    private static EdgeRow Edge(long child, long parent) =>
        new(child, ReadPoint.Now, parent, EdgeRole.Operand, (int)child, Weight.One, Combiner: null);

    private static DefinitionCommit Define(long expected, params GoalDefinition[] goals) => new(
        Workspace, expected, "ann", "", new byte[] { 9 }, goals, [.. goals.Select(goal => goal.Goal)], [], []);

    private static async Task<List<long>> SequencesAsync(IGoalStore store, long goal, long upTo)
    {
        var sequences = new List<long>();
        await foreach (var commit in store.ReadHistoryAsync(goal, upTo, default))
        {
            sequences.AddRange(commit.Readings.ToArray().Select(reading => reading.Sequence));
        }

        return sequences;
    }
}

public sealed class SimulatedStoreTests : StoreContractTests
{
    protected override void Run(Func<IGoalStore, Task> test)
    {
        var world = new World(seed: 1);
        var store = new SimulatedStore(world, new VirtualTime(world, new TurnQueue(world, null, "clients")));
        world.Run(() => test(store), TimeSpan.FromHours(1), mostSteps: 100_000);
        Assert.Null(world.Fault);
    }
}

public sealed class EmbeddedStoreTests : StoreContractTests
{
    protected override void Run(Func<IGoalStore, Task> test) => RunAsync(test).GetAwaiter().GetResult();

    private static async Task RunAsync(Func<IGoalStore, Task> test)
    {
        using var folder = new TempFolder();
        await using var services = new ServiceCollection().AddLogging()
            .AddGoalStore(options => options.Directory = folder.Path).BuildServiceProvider();
        await test(services.GetRequiredService<IGoalStore>());
    }
}
