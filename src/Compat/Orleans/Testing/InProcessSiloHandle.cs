using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo of a test cluster.</summary>
public class InProcessSiloHandle : IAsyncDisposable
{
    public IHost SiloHost { get; init; } = null!;

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public short InstanceNumber { get; set; }

    public string Name { get; set; } = null!;

    public SiloAddress SiloAddress { get; set; } = null!;

    public SiloAddress GatewayAddress { get; set; } = null!;

    public bool IsActive { get; private set; } = true;

    public Task StopSiloAsync(bool stopGracefully) => StopSiloAsync(new CancellationToken(canceled: !stopGracefully));

    public async Task StopSiloAsync(CancellationToken ct)
    {
        if (!IsActive)
            return;

        IsActive = false;
        if (ct.IsCancellationRequested)
            await ServiceProvider.GetRequiredService<Silo>().StopAsync(ct);

        // A killed silo is dead before its host learns of it.
        await Task.Run(() => SiloHost.StopAsync(ct), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopSiloAsync(stopGracefully: true);
        if (SiloHost is IAsyncDisposable host)
            await host.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    public override string ToString() => SiloAddress.ToString();
}
