using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>Tests of readings that are handed over within a silo, with one silo, so that all of them are once their goal is active.</summary>
public sealed class HandOverTests : IAsyncLifetime
{
    private static readonly DrawnReading[] One = [SmallTree.Reading(SmallTree.A, 1)];

    private WatchedStore _store = null!;
    private GoalCluster _cluster = null!;
    private Producer _producer = null!;

    public async Task InitializeAsync()
    {
        WatchedStore? store = null;
        _cluster = await GoalCluster.StartAsync(1, SmallTree.At, wrap: inner => store = new WatchedStore(inner), repeat: TimeSpan.FromHours(1));
        _store = store!;
        await _cluster.ApplyAsync(SmallTree.Plan);
        _producer = new Producer(_cluster, SmallTree.Workspace, "p");

        // The first reading activates the goal by a call.
        await _producer.SendAsync(One, () => 1, silo: 0);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task An_active_goal_is_found_by_what_hands_readings_over()
    {
        var goal = (await _cluster.DirectoryAsync(SmallTree.Workspace)).ByName[SmallTree.A].Address.Number;
        Assert.NotNull(_cluster.Of<ActiveGrains>(0).ReaderOf(goal)?.Readings);
        Assert.Null(_cluster.Of<ActiveGrains>(0).ReaderOf(long.MaxValue));
    }

    [Fact]
    public async Task An_amendment_waits_for_readings_that_are_being_appended_and_finds_them()
    {
        var (reached, release) = Hold();
        var sent = _producer.SendNumberedAsync([SmallTree.Reading(SmallTree.A, 5)], () => 1, silo: 0);
        await reached.Task;
        var amending = _cluster.AmendAsync("p", sequence: 2, value: 7, SmallTree.A);
        var reading = _cluster.AmendAsync("p", sequence: 1, value: 2, SmallTree.A);
        release.SetResult();

        Assert.Equal(2, Assert.Single(await sent).Sequence);
        Assert.Equal(AmendOutcome.Made, (await amending).Outcome);
        Assert.Equal(AmendOutcome.Made, (await reading).Outcome);
        Assert.Equal(new Nano(9 * Nano.UnitsPerOne), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_reading_whose_append_fails_is_sent_again_and_counts_once()
    {
        var failures = 2;
        _store.BeforeAppend = _ => failures-- > 0 ? throw new StoreConflictException("Somebody else.") : Task.CompletedTask;
        await _producer.SendAsync([SmallTree.Reading(SmallTree.A, 5)], () => 1, silo: 0);
        Assert.Equal(new Nano(6 * Nano.UnitsPerOne), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_reading_of_which_nobody_learnt_that_it_is_durable_counts_once()
    {
        var failures = 1;
        _store.AfterAppend = _ => failures-- > 0 ? throw new TimeoutException() : Task.CompletedTask;
        await _producer.SendAsync([SmallTree.Reading(SmallTree.A, 5)], () => 1, silo: 0);
        Assert.Equal(new Nano(6 * Nano.UnitsPerOne), await _cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_goal_that_is_deactivated_passes_on_what_is_being_appended()
    {
        var (reached, release) = Hold();
        var sent = _producer.SendAsync([SmallTree.Reading(SmallTree.A, 5)], () => 1, silo: 0);
        await reached.Task;
        var goal = (await _cluster.DirectoryAsync(SmallTree.Workspace)).ByName[SmallTree.A].Address.Number;
        var collecting = _cluster.Of<IGrainFactory>(0).GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        while (_cluster.Of<ActiveGrains>(0).ReaderOf(goal) is not null)
        {
            await Task.Yield();
        }

        release.SetResult();
        await Task.WhenAll(sent, collecting);
        Assert.Equal(new Nano(6 * Nano.UnitsPerOne), await _cluster.ValueAsync(SmallTree.A));
    }

    private (TaskCompletionSource Reached, TaskCompletionSource Release) Hold()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _store.BeforeAppend = _ =>
        {
            reached.TrySetResult();
            return release.Task;
        };
        return (reached, release);
    }
}
