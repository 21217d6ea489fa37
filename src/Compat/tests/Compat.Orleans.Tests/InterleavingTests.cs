using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public interface IGateGrain : IGrainWithStringKey
{
    Task Write(string name);

    [ReadOnly]
    Task Read(string name);

    [AlwaysInterleave]
    Task Beside(string name);

    Task Cycle(IGateGrain other, IGateGrain back);

    Task Call(IGateGrain next);
}

internal sealed class GateGrain(Probe probe) : Grain, IGateGrain
{
    public Task Write(string name) => PassAsync(name);

    public Task Read(string name) => PassAsync(name);

    public Task Beside(string name) => PassAsync(name);

    public Task Cycle(IGateGrain other, IGateGrain back) => other.Call(back);

    public Task Call(IGateGrain next) => next.Write("cycle");

    private async Task PassAsync(string name)
    {
        probe.Note($"in {name}");
        await probe.When($"pass {name}");
        probe.Note($"out {name}");
    }
}

public interface IOpenGrain : IGrainWithStringKey
{
    Task Pass(string name);
}

[Reentrant]
internal sealed class OpenGrain(Probe probe) : Grain, IOpenGrain
{
    public async Task Pass(string name)
    {
        probe.Note($"in {name}");
        await probe.When($"pass {name}");
    }
}

public class InterleavingTests
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task A_request_waits_for_the_one_before_it()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IGateGrain>("g");
        Task[] calls = [grain.Write("a"), grain.Write("b"), grain.Write("c")];
        await _probe.When("in a");
        _probe.Raise("pass b");
        _probe.Raise("pass c");
        _probe.Raise("pass a");
        await Task.WhenAll(calls);
        Assert.Equal(["in a", "out a", "in b", "out b", "in c", "out c"], _probe.Events);
    }

    [Fact]
    public async Task AlwaysInterleave_runs_beside_a_write()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IGateGrain>("g");
        var write = grain.Write("a");
        await _probe.When("in a");
        _probe.Raise("pass b");
        await grain.Beside("b");
        _probe.Raise("pass a");
        await write;
        Assert.Equal(["in a", "in b", "out b", "out a"], _probe.Events);
    }

    [Fact]
    public async Task A_write_starts_beside_AlwaysInterleave()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IGateGrain>("g");
        var beside = grain.Beside("b");
        await _probe.When("in b");
        _probe.Raise("pass a");
        await grain.Write("a");
        _probe.Raise("pass b");
        await beside;
    }

    [Fact]
    public async Task Reads_run_beside_reads_and_a_write_waits_for_all_of_them()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IGateGrain>("g");
        var first = grain.Read("r1");
        var second = grain.Read("r2");
        await _probe.When("in r2");
        _probe.Raise("pass w");
        var write = grain.Write("w");
        _probe.Raise("pass r1");
        await first;
        Assert.DoesNotContain("in w", _probe.Events);
        _probe.Raise("pass r2");
        await Task.WhenAll(second, write);
        Assert.Equal(["in r1", "in r2", "out r1", "out r2", "in w", "out w"], _probe.Events);
    }

    [Fact]
    public async Task A_reentrant_grain_runs_requests_beside_each_other()
    {
        await using var cluster = await Clusters.StartAsync(1, _probe);
        var grain = cluster.Client.GetGrain<IOpenGrain>("g");
        var first = grain.Pass("a");
        await _probe.When("in a");
        _probe.Raise("pass b");
        await grain.Pass("b");
        _probe.Raise("pass a");
        await first;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_call_cycle_times_out(short silos)
    {
        await using var cluster = await Clusters.StartAsync(silos, _probe, TimeSpan.FromMilliseconds(300));
        var a = cluster.Client.GetGrain<IGateGrain>("a");
        await Assert.ThrowsAsync<TimeoutException>(() => a.Cycle(cluster.Client.GetGrain<IGateGrain>("b"), a));
        _probe.Raise("pass later");
        await a.Write("later");
        Assert.DoesNotContain("in cycle", _probe.Events);
    }

    [Fact]
    public async Task A_full_queue_rejects()
    {
        await using var cluster = await Clusters.StartAsync(
            1, _probe, configure: silo => silo.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 2));
        var grain = cluster.Client.GetGrain<IGateGrain>("g");
        var running = grain.Write("a");
        await _probe.When("in a");
        Task[] waiting = [grain.Write("a"), grain.Write("a")];
        await Assert.ThrowsAsync<LimitExceededException>(() => grain.Write("a"));
        _probe.Raise("pass a");
        await Task.WhenAll([running, .. waiting]);
    }
}
