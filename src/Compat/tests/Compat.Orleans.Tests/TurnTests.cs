using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<int> Scatter(int tasks);

    [AlwaysInterleave]
    Task<int> Overlaps();

    Task<string> Schedulers();
}

internal sealed class TurnGrain : Grain, ITurnGrain
{
    private int _inside;
    private int _overlaps;
    private int _left;

    public async Task<int> Scatter(int tasks)
    {
        _left = tasks;
        for (var i = 0; i < tasks; i++)
        {
            // Nobody awaits these: they are the grain's all the same.
            _ = WanderAsync();
            _ = Task.Factory.StartNew(WanderAsync, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current).Unwrap();
            _ = Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System).ContinueWith(_ => Work(), TaskScheduler.Current);
            await Task.Yield();
        }

        return _overlaps;
    }

    public Task<int> Overlaps() => Task.FromResult(_left > 0 ? -1 : _overlaps);

    public async Task<string> Schedulers()
    {
        var first = TaskScheduler.Current;
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var after = ReferenceEquals(first, TaskScheduler.Current);
        var pool = await Task.Run(() => TaskScheduler.Current == TaskScheduler.Default);
        return $"{first == TaskScheduler.Default} {after} {pool} {ReferenceEquals(first, TaskScheduler.Current)}";
    }

    private async Task WanderAsync()
    {
        for (var i = 0; i < 5; i++)
        {
            Work();
            await Task.Yield();
            Work();
            await Task.Run(() => Thread.SpinWait(20));
        }

        Work();
        _left--;
    }

    private void Work()
    {
        if (Interlocked.Increment(ref _inside) != 1)
        {
            _overlaps++;
        }

        Thread.SpinWait(50);
        Interlocked.Decrement(ref _inside);
    }
}

public class TurnTests
{
    [Fact]
    public async Task No_two_turns_of_an_activation_overlap_not_even_of_tasks_nobody_awaits()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var grain = cluster.Client.GetGrain<ITurnGrain>("g");
        Assert.Equal(0, await grain.Scatter(200));
        await grain.Overlaps();
    }

    [Fact]
    public async Task Continuations_come_back_to_the_grain_and_Task_Run_leaves_it()
    {
        await using var cluster = await Clusters.StartAsync(1);
        Assert.Equal("False True True True", await cluster.Client.GetGrain<ITurnGrain>("g").Schedulers());
    }
}
