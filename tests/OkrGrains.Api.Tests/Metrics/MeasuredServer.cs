using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OkrGrains.Host;
using OkrGrains.Host.Metrics;
using OkrGrains.TestKit.Disks;
using OpenTelemetry.Logs;

namespace OkrGrains.Api.Tests.Metrics;

/// <summary>A whole server whose measurements can be read, and awaited.</summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _measured = [];
    private readonly MeterListener _listener = new();
    private OkrServer _server = null!;
    private GrpcChannel _channel = null!;

    public Bench Bench { get; private set; } = null!;

    /// <summary>All instruments of this server.</summary>
    public ConcurrentBag<Instrument> Instruments { get; } = [];

    public static async Task<MeasuredServer> StartAsync(MetricsOptions metrics)
    {
        var server = new MeasuredServer();
        server._server = await OkrServer.StartAsync(new ServerOptions
        {
            DataDirectory = server._folder.Path,
            Urls = "http://127.0.0.1:0",
            Now = Clusters.Now,
            Metrics = metrics,
            Limits = limits => limits.FreshnessPeriod = TimeSpan.FromHours(1),
            Logging = logging => logging.AddFilter<OpenTelemetryLoggerProvider>("OkrGrains.Api", LogLevel.Information),
        });
        server.Listen();
        server._channel = GrpcChannel.ForAddress(server._server.Url);
        server.Bench = new Bench(server._channel, "w");
        await server.Bench.ApplyAsync(server.Bench.Plan());
        return server;
    }

    /// <summary>What <c>/metrics</c> answers.</summary>
    public Task<HttpResponseMessage> GetAsync() => _http.GetAsync(Assert.Single(_server.MetricsUrls));

    /// <summary>
    /// The samples at <c>/metrics</c>, by what stands before their values. The exporter puts empty braces where there are no labels.
    /// </summary>
    public async Task<Dictionary<string, double>> ScrapeAsync()
    {
        using var response = await GetAsync();
        var text = await response.Content.ReadAsStringAsync();
        return text.Replace("{}", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Ends once a histogram has been recorded to.</summary>
    public Task MeasuredAsync(string histogram) => Signal(histogram).Task.WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _http.Dispose();
        _channel.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private void Listen()
    {
        var meters = _server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Signal(instrument.Name).TrySetResult());
        _listener.Start();
    }

    private TaskCompletionSource Signal(string histogram) =>
        _measured.GetOrAdd(histogram, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
