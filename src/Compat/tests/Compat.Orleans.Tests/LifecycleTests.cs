using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Compat.Orleans.Tests;

public interface IFragileGrain : IGrainWithStringKey
{
    Task<int> Instance();
}

internal sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    private readonly int _instance = probe.NextInstance();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await probe.When("activate");
        if (probe.MustFail())
        {
            throw new InvalidOperationException("not yet");
        }
    }

    public Task<int> Instance() => Task.FromResult(_instance);
}

public interface ISleepyGrain : IGrainWithStringKey
{
    Task<int> Touch();
}

internal sealed class SleepyGrain(Probe probe) : Grain, ISleepyGrain
{
    private readonly int _instance = probe.NextInstance();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"{this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> Touch() => Task.FromResult(_instance);
}

public class LifecycleTests
{
    private readonly Probe _probe = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_failed_activation_fails_what_waits_for_it_and_the_next_call_tries_again()
    {
        _probe.FailOnce();
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IFragileGrain>("g");
        Task<int>[] calls = [grain.Instance(), grain.Instance()];
        _probe.Raise("activate");
        foreach (var call in calls)
        {
            Assert.Equal("not yet", (await Assert.ThrowsAsync<InvalidOperationException>(() => call)).Message);
        }

        Assert.Equal(2, await grain.Instance());
    }

    [Fact]
    public async Task DeactivateOnIdle_sends_the_next_call_to_a_new_activation_once_the_old_one_has_ended()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        Assert.Equal(1, await grain.Count());
        Assert.Equal(2, await grain.Count());
        await grain.Leave();
        Assert.Equal(1, await grain.Count());
        Assert.Equal(["activate g on Silo_0", "deactivate g: ApplicationRequested", "activate g on Silo_0"], _probe.Events);
    }

    [Fact]
    public async Task Calls_that_wait_while_a_grain_deactivates_go_to_its_next_activation()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        Assert.Equal(1, await grain.Count());
        var leaving = grain.LeaveSlowly("go");
        await _probe.When("leaving");
        var waiting = grain.Count();
        _probe.Raise("go");
        await leaving;
        Assert.Equal(1, await waiting);
    }

    [Fact]
    public async Task Idle_grains_are_deactivated_after_the_collection_age_and_not_before()
    {
        await using var cluster = await StartWithFakeTimeAsync();
        var grain = cluster.Client.GetGrain<ISleepyGrain>("g");
        Assert.Equal(1, await grain.Touch());
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(1, await grain.Touch());
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await grain.Touch());
        var gone = cluster.WaitForDeactivationAsync(grain);
        _time.Advance(TimeSpan.FromMinutes(11));
        await gone.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["g ActivationIdle"], _probe.Events);
        Assert.Equal(2, await grain.Touch());
    }

    private Task<global::Orleans.TestingHost.InProcessTestCluster> StartWithFakeTimeAsync() =>
        Clusters.StartAsync(1, _probe, configure: silo =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10));
        });
}
