using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OkrGrains.Api;
using OkrGrains.Grains;
using OkrGrains.Grains.Time;
using OkrGrains.Host.Logging;
using OkrGrains.Host.Metrics;
using OkrGrains.Host.Silo;
using OkrGrains.Storage;
using Orleans.Configuration;
using Orleans.Hosting;

namespace OkrGrains.Host;

/// <summary>Composes a server from its parts: the store, a silo with the goals, and the gRPC edge.</summary>
internal static class ServerComposition
{
    /// <summary>Builds the server without starting it.</summary>
    /// <exception cref="ServerRefusedException">An option is not valid.</exception>
    public static WebApplication Build(ServerOptions options)
    {
        ListenAddresses.Check("urls", options.Urls, "http://127.0.0.1:5410");
        options.Metrics.CheckUrls();
        var otlp = OtlpSettings.Of(options.Metrics);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var start = new StartLog();
        builder.Services.AddSingleton(start);
        ServerLogging.Add(builder.Logging, options.LogLevel, start);
        options.Logging?.Invoke(builder.Logging);

        builder.WebHost.UseKestrelCore().ConfigureKestrel(Tune).UseUrls(options.Urls);
        builder.Services.AddRouting();

        // Telemetry is added first, so that it stops last and exports the last measurements.
        builder.AddTelemetry(otlp, options.Metrics.Urls);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider => new GoalClock(provider.GetRequiredService<TimeProvider>(), options.Now));
        builder.Services.AddSingleton<AcceptanceClock>(provider =>
        {
            // Resolved here and not in the delegate, since the store makes its last commit while the services are being disposed of.
            var clock = provider.GetRequiredService<GoalClock>();
            return () => clock.Now;
        });
        builder.Services.AddGoalStore(store => store.Directory = options.DataDirectory);
        builder.Services.AddHostedService<ClockRecorder>();
        builder.UseOrleans(silo =>
        {
            silo.UseSingleSilo();
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(30));
            if (otlp.Traces is not null)
            {
                silo.AddActivityPropagation();
            }
        });
        builder.Services.AddOkrGrains();
        builder.Services.AddOkrApi(options.Limits);

        var app = builder.Build();
        app.MapOkrApi();
        return app;
    }

    private static void Tune(KestrelServerOptions kestrel)
    {
        // Without TLS a client cannot negotiate the protocol, so these addresses serve HTTP/2 only.
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            var time = endpoint.ApplicationServices.GetRequiredService<TimeProvider>();
            endpoint.Use(next => new LingeringClose(next, time).ServeAsync);
        });

        // With the default windows a producer of batches would wait for window updates.
        kestrel.Limits.Http2.InitialStreamWindowSize = 2 * 1024 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);

        // The edge conflates the changes for a slow watcher and ends its stream after a limit. Kestrel would end the whole connection.
        kestrel.Limits.MinResponseDataRate = null;
    }
}
