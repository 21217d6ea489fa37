using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public interface IListener : IGrainObserver
{
    Task Told(string what);

    Task<int> Asked(int value);
}

public interface ISpeakerGrain : IGrainWithStringKey
{
    Task Tell(IListener listener, string what);

    Task<int> Ask(IListener listener, int value);
}

internal sealed class SpeakerGrain : Grain, ISpeakerGrain
{
    public Task Tell(IListener listener, string what) => listener.Told(what);

    public Task<int> Ask(IListener listener, int value) => listener.Asked(value);
}

public class ObserverTests
{
    private readonly Probe _probe = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Grains_on_any_silo_reach_an_observer_of_any_silo_and_of_the_client(short silos)
    {
        await using var cluster = await Clusters.StartAsync(silos);
        foreach (var factory in cluster.Silos.Select(s => s.ServiceProvider.GetRequiredService<IGrainFactory>()).Append(cluster.Client))
        {
            var listener = new Listener(new Probe());
            var reference = factory.CreateObjectReference<IListener>(listener);
            for (var i = 0; i < 10; i++)
            {
                await cluster.Client.GetGrain<ISpeakerGrain>($"k{i}").Tell(reference, $"t{i}");
                await listener.Probe.When($"t{i}");
                Assert.Equal(i + 1, await cluster.Client.GetGrain<ISpeakerGrain>($"k{i}").Ask(reference, i));
            }
        }
    }

    [Fact]
    public async Task An_observer_gets_one_call_at_a_time_in_order()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var listener = new Listener(_probe);
        var reference = cluster.Client.CreateObjectReference<IListener>(listener);
        var calls = Enumerable.Range(0, 20).Select(i => reference.Asked(i)).ToArray();
        Assert.Equal(Enumerable.Range(1, 20), await Task.WhenAll(calls));
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => new[] { $"in {i}", $"out {i}" }), _probe.Events);
    }

    [Fact]
    public async Task A_deleted_observer_hears_nothing_and_calls_fail()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var listener = new Listener(_probe);
        var reference = cluster.Client.CreateObjectReference<IListener>(listener);
        cluster.Client.DeleteObjectReference<IListener>(reference);
        var speaker = cluster.Client.GetGrain<ISpeakerGrain>("k");
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => speaker.Tell(reference, "lost"));
        Assert.Empty(_probe.Events);
        Assert.Throws<ArgumentException>(() => cluster.Client.DeleteObjectReference<IListener>(reference));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Calls_to_an_observer_of_a_dead_silo_fail()
    {
        await using var cluster = await Clusters.StartAsync(2);
        var listener = new Listener(_probe);
        var reference = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().CreateObjectReference<IListener>(listener);
        var speaker = cluster.Client.GetGrain<ISpeakerGrain>("k");
        Assert.Equal(2, await speaker.Ask(reference, 1));
        await cluster.KillSiloAsync(cluster.Silos[0]);
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => speaker.Ask(reference, 1));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_grain_or_a_reference_is_no_observer()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var listener = new Listener(_probe);
        var reference = cluster.Client.CreateObjectReference<IListener>(listener);
        Assert.Throws<ArgumentException>(() => cluster.Client.CreateObjectReference<IListener>(reference));
        Assert.Throws<ArgumentException>(() => cluster.Client.DeleteObjectReference<IListener>(listener));
        GC.KeepAlive(listener);
    }

    private sealed class Listener(Probe probe) : IListener
    {
        public Probe Probe => probe;

        public Task Told(string what)
        {
            probe.Note(what);
            return Task.CompletedTask;
        }

        public async Task<int> Asked(int value)
        {
            probe.Note($"in {value}");
            await Task.Yield();
            probe.Note($"out {value}");
            return value + 1;
        }
    }
}
