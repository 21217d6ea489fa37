using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace OkrGrains.Host.Metrics;

/// <summary>
/// Serves the text over HTTP/1.1 at an address of its own: the one of gRPC speaks HTTP/2 only, and what is measured need not be readable
/// wherever readings are sent from.
/// </summary>
internal sealed class MetricsListener : IAsyncDisposable
{
    private const int MostConnections = 32;

    private readonly WebApplication _app;

    private MetricsListener(WebApplication app) => _app = app;

    public IReadOnlyList<string> Urls => [.. _app.Urls.Select(url => url + "/metrics")];

    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<MetricsListener> StartAsync(string urls, TextExporter text, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit).UseUrls(urls);
        builder.Services.AddRouting();
        var app = builder.Build();
        app.MapGet("/metrics", (HttpContext http) =>
        {
            http.Response.ContentType = TextWriting.ContentType;
            return http.Response.WriteAsync(text.Read(), http.RequestAborted);
        });
        try
        {
            await app.StartAsync(cancellation);
            return new MetricsListener(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = 0;
    }
}
