using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo of a test cluster.</summary>
public sealed class InProcessSiloHandle : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Silo _silo;

    internal InProcessSiloHandle(IHost host)
    {
        _host = host;
        _silo = host.Services.GetRequiredService<Silo>();
    }

    public IServiceProvider ServiceProvider => _host.Services;

    public string Name => _silo.Name;

    public SiloAddress SiloAddress => _silo.SiloAddress;

    public bool IsActive { get; private set; } = true;

    public async Task StopSiloAsync(bool stopGracefully)
    {
        if (!IsActive)
            return;

        IsActive = false;
        if (!stopGracefully)
        {
            // A killed silo is dead before its host learns of it.
            _silo.Kill();
        }

        await Task.Run(() => _host.StopAsync(new CancellationToken(canceled: !stopGracefully)));
    }

    public async ValueTask DisposeAsync()
    {
        await StopSiloAsync(stopGracefully: true);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    public override string ToString() => Name;
}
