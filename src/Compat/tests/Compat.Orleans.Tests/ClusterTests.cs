using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Compat.Orleans.Tests;

public class ClusterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Every_kind_of_call_answers_from_every_silo(short silos)
    {
        await using var cluster = await Clusters.StartAsync(silos);
        foreach (var factory in cluster.Silos.Select(s => s.ServiceProvider.GetRequiredService<IGrainFactory>()).Append(cluster.Client))
        {
            for (var i = 0; i < 20; i++)
            {
                var grain = factory.GetGrain<IPlainGrain>($"k{i}");
                Assert.Equal(2 * i, await grain.Twice(i));
                Assert.Equal($"k{i}", await grain.Key());
                Assert.Equal($"k{i}", grain.GetPrimaryKeyString());
                Assert.Equal(grain, grain.AsReference<IPlainGrain>());
                await grain.Nothing();
                var e = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Fail("no"));
                Assert.Equal("no", e.Message);
            }
        }
    }

    [Fact]
    public async Task Grains_spread_over_all_silos_and_stay_there_when_one_is_added()
    {
        await using var cluster = await Clusters.StartAsync(2);
        var before = await PlacesAsync(cluster);
        Assert.Equal(["Silo_0", "Silo_1"], before.Values.Distinct().Order());
        var added = await cluster.StartAdditionalSiloAsync();
        Assert.Equal(before, await PlacesAsync(cluster));
        var fresh = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            fresh.Add(await cluster.Client.GetGrain<IPlainGrain>($"new{i}").Where());
        }

        Assert.Equal("Silo_2", added.Name);
        Assert.Contains("Silo_2", fresh);
    }

    [Fact]
    public async Task Killing_a_silo_fails_calls_in_flight_and_the_next_call_reactivates_elsewhere_without_deactivation()
    {
        var probe = new Probe();
        await using var cluster = await Clusters.StartAsync(3, probe);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        var home = await grain.Where();
        Assert.Equal(1, await grain.Count());
        var running = grain.Hold("never");
        await probe.When("hold never");
        var waiting = grain.Count();
        await cluster.KillSiloAsync(cluster.Silos.Single(silo => silo.Name == home));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        Assert.NotEqual(home, await grain.Where());
        Assert.Equal(1, await grain.Count());
        Assert.DoesNotContain(probe.Events, e => e.StartsWith("deactivate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_a_silo_lets_calls_finish_and_deactivates_its_grains()
    {
        var probe = new Probe();
        await using var cluster = await Clusters.StartAsync(2, probe);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        var home = await grain.Where();
        var running = grain.Hold("go");
        await probe.When("hold go");
        var stopping = cluster.StopSiloAsync(cluster.Silos.Single(silo => silo.Name == home));
        probe.Raise("go");
        Assert.True(await running);
        await stopping;
        Assert.NotEqual(home, await grain.Where());
        Assert.Contains("deactivate g: ShuttingDown", probe.Events);
        Assert.Single(cluster.Silos);
    }

    [Fact]
    public async Task Without_a_silo_calls_fail_at_once()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        var local = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IPlainGrain>("g");
        await cluster.KillSiloAsync(cluster.Silos[0]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Count());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => local.Count());
    }

    [Fact]
    public async Task Migration_deactivates_here_and_activates_there()
    {
        var probe = new Probe();
        await using var cluster = await Clusters.StartAsync(3, probe);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        var home = await grain.Where();
        var target = cluster.Silos.First(silo => silo.Name != home);
        await cluster.MigrateAsync(grain, target.SiloAddress);
        Assert.Equal(target.Name, await grain.Where());
        Assert.Equal([$"activate g on {home}", "deactivate g: Migrating", $"activate g on {target.Name}"], probe.Events);
    }

    [Fact]
    public async Task A_single_silo_cluster_keeps_a_grain_that_should_migrate()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var grain = cluster.Client.GetGrain<IPlainGrain>("g");
        await grain.Count();
        await cluster.MigrateAsync(grain);
        Assert.Equal(2, await grain.Count());
    }

    [Fact]
    public async Task Concurrent_first_calls_make_one_activation()
    {
        var probe = new Probe();
        await using var cluster = await Clusters.StartAsync(3, probe);
        var factories = cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>()).ToArray();
        for (var g = 0; g < 20; g++)
        {
            var counts = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(
                () => factories[i % 3].GetGrain<IPlainGrain>($"g{g}").Count())));
            Assert.Equal(Enumerable.Range(1, 30), counts.Order());
        }

        Assert.Equal(20, probe.Events.Count(e => e.StartsWith("activate", StringComparison.Ordinal)));
    }

    private static async Task<Dictionary<string, string>> PlacesAsync(InProcessTestCluster cluster)
    {
        var places = new Dictionary<string, string>();
        for (var i = 0; i < 30; i++)
        {
            places[$"k{i}"] = await cluster.Client.GetGrain<IPlainGrain>($"k{i}").Where();
        }

        return places;
    }
}
