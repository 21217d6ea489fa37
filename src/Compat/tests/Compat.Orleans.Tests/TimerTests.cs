using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Arm(TimeSpan due, TimeSpan period, bool interleave);

    Task Rearm(TimeSpan due);

    Task Disarm();

    Task Hold(string signal);

    [AlwaysInterleave]
    Task<int> Ticks();

    Task Leave();
}

internal sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public Task Arm(TimeSpan due, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            TickAsync, "state", new GrainTimerCreationOptions { DueTime = due, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Rearm(TimeSpan due)
    {
        _timer!.Change(due, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task Disarm()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string signal)
    {
        probe.Note($"hold {signal}");
        await probe.When(signal);
        probe.Note($"out {signal}");
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task TickAsync(string state, CancellationToken cancellation)
    {
        Assert.Equal("state", state);
        await Task.Yield();
        probe.Note($"tick {++_ticks}");
        if (_ticks == 2)
        {
            throw new InvalidOperationException("A failed tick does not end the timer.");
        }
    }
}

public class TimerTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Probe _probe = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_periodic_timer_ticks_again_after_each_tick_has_ended_even_after_a_failure()
    {
        await using var cluster = await StartAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("g");
        await grain.Arm(s_second, 2 * s_second, interleave: false);
        _time.Advance(s_second);
        for (var tick = 1; tick <= 4; tick++)
        {
            await _probe.When($"tick {tick}");
            await grain.Rearm(s_second);
            _time.Advance(s_second);
        }

        await grain.Disarm();
        var ticks = await grain.Ticks();
        _time.Advance(100 * s_second);
        Assert.Equal(ticks, await grain.Ticks());
    }

    [Fact]
    public async Task A_tick_waits_for_its_turn_like_a_call()
    {
        await using var cluster = await StartAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("g");
        await grain.Arm(s_second, Timeout.InfiniteTimeSpan, interleave: false);
        var hold = grain.Hold("go");
        await _probe.When("hold go");
        _time.Advance(s_second);
        Assert.Equal(0, await grain.Ticks());
        _probe.Raise("go");
        await hold;
        await _probe.When("tick 1");
        Assert.Equal(["hold go", "out go", "tick 1"], _probe.Events);
    }

    [Fact]
    public async Task An_interleaving_tick_runs_beside_a_call()
    {
        await using var cluster = await StartAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("g");
        await grain.Arm(s_second, Timeout.InfiniteTimeSpan, interleave: true);
        var hold = grain.Hold("go");
        await _probe.When("hold go");
        _time.Advance(s_second);
        await _probe.When("tick 1");
        _probe.Raise("go");
        await hold;
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        await using var cluster = await StartAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("g");
        await grain.Arm(s_second, s_second, interleave: false);
        var gone = cluster.WaitForDeactivationAsync(grain);
        await grain.Leave();
        await gone;
        _time.Advance(10 * s_second);
        Assert.Equal(0, await grain.Ticks());
        Assert.Empty(_probe.Events);
    }

    private Task<global::Orleans.TestingHost.InProcessTestCluster> StartAsync() => Clusters.StartAsync(
        1, _probe, configure: silo => silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time)));
}
