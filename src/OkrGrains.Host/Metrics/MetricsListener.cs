using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace OkrGrains.Host.Metrics;

/// <summary>
/// Serves the metrics as Prometheus text over HTTP/1.1 at an address of its own, because the address of gRPC speaks HTTP/2 only, and
/// because metrics need not be readable for everybody who may send readings.
/// </summary>
/// <param name="metrics">The collected metrics, with a Prometheus exporter.</param>
/// <param name="urls">The addresses; separated by semicolons.</param>
internal sealed class MetricsListener(MeterProvider metrics, string urls) : IHostedService, IAsyncDisposable
{
    private const string Path = "/metrics";
    private const int MaxConnections = 32;

    private WebApplication? _app;

    /// <summary>The addresses of the metrics, with the ports that were bound.</summary>
    public IReadOnlyList<string> Urls => _app is null ? [] : [.. _app.Urls.Select(url => url + Path)];

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">An address is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit).UseUrls(urls);
        builder.Services.AddRouting();
        _app = builder.Build();
        _app.MapPrometheusScrapingEndpoint(Path, metrics, configureBranchedPipeline: null, optionsName: null)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
        return _app.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = 0;
    }
}
