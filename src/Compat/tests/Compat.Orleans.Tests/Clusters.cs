using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Compat.Orleans.Tests;

internal static class Clusters
{
    public static async Task<InProcessTestCluster> StartAsync(
        short silos, Probe? probe = null, TimeSpan? responseTimeout = null, Action<ISiloBuilder>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(silos)
            .ConfigureSilo((_, silo) =>
            {
                silo.Services.AddSingleton(probe ?? new Probe());
                silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = responseTimeout ?? TimeSpan.FromSeconds(30));
                configure?.Invoke(silo);
            });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
