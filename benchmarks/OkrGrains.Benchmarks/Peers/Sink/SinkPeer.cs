using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers.Sink;

/// <summary>A gRPC server that decodes readings, drops them and acknowledges them. It shows the cost of the transport alone.</summary>
internal sealed class SinkPeer : IPeer
{
    public const string Command = "serve-sink";

    public string Name => "sink";

    public string? Absence => null;

    public string Settings => "gRPC as the engine's, with the generated parser; each batch acknowledged; nothing kept";

    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            // The same windows as in the engine.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.InitialStreamWindowSize = 2 * 1024 * 1024;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        });
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<SinkEndpoint>();
        await app.StartAsync();
        await ServerProcess.ServeAsync(app.Urls.First(), () => Usage.OfThisProcess());
        await app.StopAsync();
    }

    public async Task<Rate> RunAsync(Run run)
    {
        await using var server = await ServerProcess.StartAsync(Command);
        using var load = new ReadingLoad(run.Workload, server.Address, run.Seed, baseTimeMillis: 0);
        return await load.RunAsync(run.Durations, server.UsageAsync);
    }
}
