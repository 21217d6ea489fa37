using System.Collections.Concurrent;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Tests.Propagation;

public sealed class TurnReleaseTests
{
    [Fact]
    public void Turns_are_released_in_their_order_and_what_has_come_meanwhile_goes_between()
    {
        var home = new TasksInOrder();
        var released = new List<int>();
        var turns = new TurnRelease<int>(released.Add, _ => 1, home);
        turns.Add([.. Enumerable.Range(0, 150)]);
        turns.Add(150);
        Assert.Equal(1, home.Waiting);

        var seen = new List<int>();
        for (var part = 0; part < 3; part++)
        {
            Task.Factory.StartNew(() => seen.Add(released.Count), CancellationToken.None, TaskCreationOptions.None, home);
            home.RunNext();
            home.RunNext();
        }

        Assert.Equal([64, 128, 151], seen);
        Assert.Equal(Enumerable.Range(0, 151), released);
        Assert.Equal(0, home.Waiting);
        turns.Add(151);
        home.RunNext();
        Assert.Equal(152, released.Count);
    }

    [Fact]
    public void Fewer_turns_are_released_at_a_time_if_they_are_heavier()
    {
        var home = new TasksInOrder();
        var released = new List<int>();
        var turns = new TurnRelease<int>(released.Add, weight => weight, home);
        turns.Add(62, 1, 200, 1, 30, 33, 1);
        List<int> counts = [];
        while (home.Waiting > 0)
        {
            home.RunNext();
            counts.Add(released.Count);
        }

        Assert.Equal([3, 6, 7], counts);
    }

    [Fact]
    public void Turns_are_released_behind_all_that_waits_for_a_thread()
    {
        var home = new TasksInOrder();
        new TurnRelease<int>(_ => { }, _ => 1, home).Add(1);
        Assert.Equal(TaskCreationOptions.PreferFairness, home.Options & TaskCreationOptions.PreferFairness);
    }

    [Fact]
    public void A_turn_that_cannot_be_released_keeps_no_other_back()
    {
        var home = new TasksInOrder();
        var released = new List<int>();
        var turns = new TurnRelease<int>(turn => released.Add(turn != 1 ? turn : throw new InsufficientMemoryException()), _ => 1, home);
        turns.Add(0, 1, 2);
        turns.Add(3);
        home.RunNext();
        Assert.Equal([0], released);
        home.RunNext();
        Assert.Equal([0, 2, 3], released);
        Assert.Equal(0, home.Waiting);
        turns.Add(4);
        home.RunNext();
        Assert.Equal([0, 2, 3, 4], released);
    }

    [Fact]
    public async Task Turns_that_several_threads_add_are_released_once_each()
    {
        const int Threads = 4;
        const int Each = 50_000;
        var released = new ConcurrentDictionary<int, int>();
        using var all = new CountdownEvent(Threads * Each);
        var turns = new TurnRelease<int>(
            turn =>
            {
                released.AddOrUpdate(turn, 1, (_, times) => times + 1);
                all.Signal();
            },
            _ => 1,
            TaskScheduler.Default);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var turn = 0; turn < Each; turn++)
            {
                turns.Add((thread * Each) + turn);
            }
        })));

        Assert.True(all.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(Threads * Each, released.Count);
        Assert.All(released.Values, times => Assert.Equal(1, times));
    }
}
