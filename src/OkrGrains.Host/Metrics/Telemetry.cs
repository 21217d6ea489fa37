using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Api;
using OkrGrains.Grains;
using OkrGrains.Storage;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Hosting;

namespace OkrGrains.Host.Metrics;

/// <summary>
/// Exports the metrics, traces and logs of a server with OpenTelemetry, as its options ask. A signal that is not exported has no listener,
/// and so costs nothing.
/// </summary>
internal static class Telemetry
{
    /// <summary>
    /// The share of traces that are recorded when no variable says otherwise. A server handles tens of thousands of grain calls a second,
    /// and a span of each would cost more than the calls.
    /// </summary>
    private const double TracedShare = 0.01;

    private const string RuntimeMeter = "System.Runtime";

    private static readonly string[] _sources = ["Microsoft.AspNetCore", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime"];

    /// <summary>The meters that are collected.</summary>
    public static IReadOnlyList<string> Meters { get; } =
    [
        ApiInstruments.MeterName, GrainInstruments.MeterName, StoreInstruments.MeterName, RuntimeMeter, "Microsoft.AspNetCore.Server.Kestrel",
    ];

    /// <summary>Adds the exporters that are asked for; none by default.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="otlp">The signals to send to a collector.</param>
    /// <param name="metricsUrls">The addresses of <c>/metrics</c>; null for none.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, OtlpSettings otlp, string? metricsUrls)
    {
        builder.Services.AddMetrics();
        if (metricsUrls is null && !otlp.Exports)
        {
            return;
        }

        builder.Configuration.AddInMemoryCollection(otlp.Variables);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(
            resource => resource.Clear().AddService("okrgrains").AddTelemetrySdk().AddEnvironmentVariableDetector());
        if (metricsUrls is not null || otlp.Metrics is not null)
        {
            telemetry.WithMetrics(metrics => Collect(metrics, otlp.Metrics, metricsUrls is not null));
            builder.Services.ConfigureOpenTelemetryMeterProvider(LeaveOutOthers);
        }

        if (metricsUrls is not null)
        {
            builder.Services.AddSingleton(provider => new MetricsListener(provider.GetRequiredService<MeterProvider>(), metricsUrls));
            builder.Services.AddHostedService(provider => provider.GetRequiredService<MetricsListener>());
        }

        if (otlp.Traces is { } traces)
        {
            telemetry.WithTracing(tracing => Trace(tracing, traces, otlp.Variables));
        }

        if (otlp.Logs is { } logs)
        {
            telemetry.WithLogging(logging => logging.AddOtlpExporter(logs.Apply), logging => logging.IncludeFormattedMessage = true);
        }
    }

    private static void Collect(MeterProviderBuilder metrics, OtlpSignal? otlp, bool asText)
    {
        metrics.AddMeter([.. Meters]);
        if (asText)
        {
            metrics.AddPrometheusExporter(text =>
            {
                // The names of the metrics show their meters already.
                text.ScopeInfoEnabled = false;

                // With the default of 300 ms, a second request within that time would get the values of the first.
                text.ScrapeResponseCacheDurationMilliseconds = 0;
            });
        }

        if (otlp is not null)
        {
            metrics.AddOtlpExporter(otlp.Apply);
        }
    }

    /// <summary>Leaves out the instruments of other servers in the process, whose meters have the same names.</summary>
    private static void LeaveOutOthers(IServiceProvider services, MeterProviderBuilder metrics)
    {
        var own = services.GetRequiredService<IMeterFactory>();
        metrics.AddView(instrument => ReferenceEquals(instrument.Meter.Scope, own) || instrument.Meter.Name == RuntimeMeter
            ? null
            : MetricStreamConfiguration.Drop);
    }

    private static void Trace(TracerProviderBuilder tracing, OtlpSignal otlp, IReadOnlyDictionary<string, string?> variables)
    {
        tracing.AddSource(_sources).AddOtlpExporter(otlp.Apply);
        if (!variables.ContainsKey("OTEL_TRACES_SAMPLER"))
        {
            tracing.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(TracedShare)));
        }
    }
}
