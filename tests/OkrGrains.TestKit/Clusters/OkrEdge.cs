using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Api;
using OkrGrains.Grains;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;
using Orleans;

namespace OkrGrains.TestKit.Clusters;

/// <summary>The gRPC edge of one silo, on a loopback port of its own.</summary>
internal sealed class OkrEdge : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OkrEdge(WebApplication app)
    {
        _app = app;
        Channel = GrpcChannel.ForAddress(app.Urls.Single());
    }

    public GrpcChannel Channel { get; }

    public static async Task<OkrEdge> StartAsync(IServiceProvider silo, GoalClock clock, string url, OkrClusterOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(silo.GetRequiredService<IGrainFactory>());

        // The store outlives the edge.
        builder.Services.AddGoalStore(silo.GetRequiredService<IGoalStore>());
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(options.Time);
        builder.Services.AddOkrReaders();
        builder.Services.AddOkrApi(options.Limits);
        options.Logging?.Invoke(builder.Logging);
        var app = builder.Build();
        app.MapOkrApi();
        await app.StartAsync();
        return new OkrEdge(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
