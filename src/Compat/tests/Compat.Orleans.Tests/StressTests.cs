using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public class StressTests
{
    [Fact]
    public async Task Calls_survive_deactivation_migration_and_new_silos_under_load()
    {
        var seed = Random.Shared.Next();
        try
        {
            await using var cluster = await Clusters.StartAsync(3);
            var random = new Random(seed);
            var factories = cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>()).ToArray();
            var callers = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                for (var call = 0; call < 2_000; call++)
                {
                    var grain = factories[(i + call) % 3].GetGrain<IPlainGrain>($"g{(i + call) % 10}");
                    Assert.Equal(2 * call, await grain.Twice(call));
                    Assert.True(await grain.Count() > 0);
                }
            })).ToArray();
            var all = Task.WhenAll(callers);
            for (var round = 0; !all.IsCompleted; round++)
            {
                var grain = cluster.Client.GetGrain<IPlainGrain>($"g{random.Next(10)}");
                await (round % 3 == 0 ? grain.Leave() : cluster.MigrateAsync(grain, cluster.Silos[random.Next(3)].SiloAddress));
            }

            await all;
            await cluster.StopSiloAsync(await cluster.StartAdditionalSiloAsync());
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Failed with seed {seed}.", e);
        }
    }

    [Fact]
    public async Task A_killed_silo_loses_calls_with_SiloUnavailableException_and_nothing_else()
    {
        await using var cluster = await Clusters.StartAsync(3);
        var started = new TaskCompletionSource();
        var callers = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            var lost = 0;
            for (var call = 0; call < 2_000; call++)
            {
                try
                {
                    Assert.Equal(call, await cluster.Client.GetGrain<IPlainGrain>($"g{call % 50}").Twice(call) / 2);
                }
                catch (SiloUnavailableException)
                {
                    lost++;
                }

                if (call == 500)
                {
                    started.TrySetResult();
                }
            }

            return lost;
        })).ToArray();
        await started.Task;
        await cluster.KillSiloAsync(cluster.Silos[1]);
        var losses = await Task.WhenAll(callers);
        Assert.InRange(losses.Sum(), 0, 16);
    }
}
