using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public class HostTests
{
    [Fact]
    public async Task A_web_host_is_a_silo_while_it_runs()
    {
        var probe = new Probe();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(probe);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().Configure<SiloOptions>(options => options.SiloName = "here"));
        await using (var app = builder.Build())
        {
            var grain = app.Services.GetRequiredService<IGrainFactory>().GetGrain<IPlainGrain>("g");
            await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Count());
            await app.Services.GetServices<IHostedService>().OfType<Silo>().Single().StartAsync(CancellationToken.None);
            Assert.Equal("here", await grain.Where());
            Assert.Equal("here", app.Services.GetRequiredService<ILocalSiloDetails>().Name);
            Assert.Same(app.Services.GetRequiredService<IClusterClient>(), app.Services.GetRequiredService<IGrainFactory>());
            await app.Services.GetServices<IHostedService>().OfType<Silo>().Single().StopAsync(CancellationToken.None);
        }

        Assert.Equal(["activate g on here", "deactivate g: ShuttingDown"], probe.Events);
    }

    [Fact]
    public async Task A_host_without_clustering_does_not_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(_ => { });
        using var host = builder.Build();
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
    }
}
