using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OkrGrains.Api;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Storage.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace OkrGrains.Host.Metrics;

/// <summary>Collects a server's measurements while it runs, sends them to a collector and serves them as text, as far as asked to.</summary>
/// <param name="meters">Whose meters are collected: several servers can run in one process.</param>
/// <param name="otlp">The collector.</param>
/// <param name="urls">Where the text is served; null for nowhere.</param>
internal sealed class MetricsService(IMeterFactory meters, OtlpSettings otlp, string? urls) : IHostedService
{
    private const string Runtime = "System.Runtime";

    private static readonly string[] _collected =
        [ApiInstruments.MeterName, GrainInstruments.MeterName, StoreInstruments.MeterName, Runtime, "Microsoft.AspNetCore.Server.Kestrel"];

    private MeterProvider? _provider;
    private MetricsListener? _listener;

    /// <summary>Where the text is served, with the port that was bound.</summary>
    public IReadOnlyList<string> Urls => _listener?.Urls ?? [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var text = urls is null ? null : new TextExporter();
        _provider = Collect(text);
        if (text is not null)
        {
            _listener = await MetricsListener.StartAsync(urls!, text, cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_listener is { } listener)
        {
            await listener.DisposeAsync();
        }

        // Sends what was measured last.
        _provider?.Dispose();
    }

    private MeterProvider Collect(TextExporter? text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(otlp.Variables).Build();
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(configuration))
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("okrgrains").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .AddMeter(_collected)
            .AddView(instrument => IsOurs(instrument.Meter) ? null : MetricStreamConfiguration.Drop);
        if (text is not null)
        {
            builder.AddReader(new BaseExportingMetricReader(text));
        }

        if (otlp.Exports)
        {
            builder.AddOtlpExporter(exporter =>
            {
                // One that is set here gets no path.
                if (otlp.Endpoint is { } endpoint)
                {
                    exporter.Endpoint = endpoint;
                }
            });
        }

        return builder.Build();
    }

    private bool IsOurs(Meter meter) => ReferenceEquals(meter.Scope, meters) || meter.Name == Runtime;
}
