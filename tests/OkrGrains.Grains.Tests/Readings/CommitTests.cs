using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>Tests of readings whose commit is late, fails, or comes after somebody else's.</summary>
public sealed class CommitTests : IAsyncLifetime
{
    private WatchedStore _store = null!;
    private GoalCluster _cluster = null!;
    private ProducerSession _session = null!;
    private WorkspaceDirectory _directory = null!;

    public async Task InitializeAsync()
    {
        WatchedStore? store = null;
        _cluster = await GoalCluster.StartAsync(3, SmallTree.At, wrap: inner => store = new WatchedStore(inner));
        _store = store!;
        await _cluster.ApplyAsync(SmallTree.Plan);
        _session = await new Producer(_cluster, SmallTree.Workspace, "p").OpenAsync(0);
        _directory = await _cluster.DirectoryAsync(SmallTree.Workspace);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_acknowledged_or_shown_before_its_commit()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.BeforeAppend = _ =>
        {
            reached.TrySetResult();
            return release.Task;
        };
        var sent = SubmitAsync(_session);
        await reached.Task;
        var grain = await _cluster.GrainAsync(SmallTree.A, silo: 1);
        Assert.Null((await grain.ReadAtLeast([], CancellationToken.None)).State!.Figures!.Value);
        Assert.Null((await (await _cluster.GrainAsync(SmallTree.Top)).ReadAtLeast([], CancellationToken.None)).State!.Figures!.Value);
        Assert.False(sent.IsCompleted);
        release.SetResult();
        await sent;
        Assert.Equal(Whole(3), await _cluster.ValueAsync(SmallTree.A, silo: 2));
    }

    [Fact]
    public async Task A_reader_that_gives_up_is_not_kept_waiting_for_a_version_that_never_comes()
    {
        var edge = _directory.Edges[0];
        var never = new Expected(edge.Child, edge.At, new GoalVersion(long.MaxValue, 0, SmallTree.At));
        for (var silo = 0; silo < 3; silo++)
        {
            using var given = new CancellationTokenSource();
            var grain = GrainsOfGoals.Of(_cluster.Of<IGrainFactory>(silo), _directory.ByNumber[edge.Parent].Address);
            var reading = grain.ReadAtLeast([never], given.Token);

            await given.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }
    }

    [Fact]
    public async Task A_store_that_takes_no_writes_fails_the_call_and_memory_does_not_show_the_readings()
    {
        _store.BeforeAppend = _ => throw new StoreUnavailableException("full", StoreUnavailableReason.Full);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => SubmitAsync(_session));
        Assert.Null(await _cluster.ValueAsync(SmallTree.A));
        _store.BeforeAppend = _ => Task.CompletedTask;
        using var session = await new Producer(_cluster, SmallTree.Workspace, "p").OpenAsync(1);
        await SubmitAsync(session);
        Assert.Equal(Whole(3), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_commit_of_unknown_outcome_is_repeated_and_counts_once()
    {
        var failures = 3;
        _store.AfterAppend = _ => Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("gone") : Task.CompletedTask;
        var submitted = await SubmitAsync(_session);
        Assert.Empty(submitted.NotTaken);
        Assert.Equal(Whole(3), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task Of_two_activations_one_loses_and_starts_again_and_nothing_is_lost_or_doubled()
    {
        // The second cluster works over the same store: neither knows of the other's activations.
        await using var other = await GoalCluster.StartAsync(1, SmallTree.At, wrap: _ => _store);
        var here = new Producer(_cluster, SmallTree.Workspace, "here");
        var there = new Producer(other, SmallTree.Workspace, "there");
        for (var i = 0; i < 5; i++)
        {
            await Task.WhenAll(
                here.SendAsync([SmallTree.Reading(SmallTree.A, 1)], () => 1, silo: i),
                there.SendAsync([SmallTree.Reading(SmallTree.A, 10)], () => 1, silo: 0));
        }

        await here.SendAsync([SmallTree.Reading(SmallTree.A, 100)], () => 1, silo: 0);
        Assert.Equal(Whole(155), await _cluster.ValueAsync(SmallTree.A));
        await there.SendAsync([SmallTree.Reading(SmallTree.A, 1000)], () => 1, silo: 0);
        Assert.Equal(Whole(1155), await other.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_call_in_flight_cannot_slip_in_behind_a_newer_stream_in_another_silo_and_takes_no_other_producer_with_it()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.BeforeAppend = _ =>
        {
            reached.TrySetResult();
            return release.Task;
        };
        using var neighbour = await new Producer(_cluster, SmallTree.Workspace, "neighbour").OpenAsync(0);
        var first = SubmitAsync(neighbour, 1, 100);
        await reached.Task;

        // Both wait at the goal, in one call, for the append before them.
        var late = SubmitAsync(_session);
        var beside = SubmitAsync(neighbour, 2, 1000);
        using var newer = await new Producer(_cluster, SmallTree.Workspace, "p").OpenAsync(1);
        Assert.False(_session.Fenced.IsCancellationRequested);
        release.SetResult();

        await Assert.ThrowsAsync<ProducerFencedException>(() => late);
        await Task.WhenAll(first, beside);
        Assert.Equal(Whole(1100), await _cluster.ValueAsync(SmallTree.A, silo: 2));
        await SubmitAsync(newer);
        Assert.Equal(Whole(1103), await _cluster.ValueAsync(SmallTree.A, silo: 2));
    }

    private Task<Submitted> SubmitAsync(ProducerSession session) => SubmitAsync(session, 1, 1, 2);

    private Task<Submitted> SubmitAsync(ProducerSession session, long firstSequence, params int[] values) => Producer.SubmitAsync(
        session, Producer.Routed(session, _directory, values.Select(value => SmallTree.Reading(SmallTree.A, value)), firstSequence));

    private static Nano Whole(int number) => new((Int128)number * Nano.UnitsPerOne);
}
