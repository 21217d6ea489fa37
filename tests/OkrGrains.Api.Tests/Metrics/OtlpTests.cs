using Microsoft.AspNetCore.Server.Kestrel.Core;
using OkrGrains.Host;
using OkrGrains.Host.Metrics;

namespace OkrGrains.Api.Tests.Metrics;

public sealed class OtlpTests
{
    private static readonly Dictionary<string, string?> _none = [];

    [Theory]
    [InlineData("http/protobuf", HttpProtocols.Http1)]
    [InlineData("grpc", HttpProtocols.Http2)]
    public async Task What_was_measured_reaches_the_collector_at_the_latest_when_the_server_stops(string protocol, HttpProtocols spoken)
    {
        await using var collector = await Collector.StartAsync(spoken);
        var options = new MetricsOptions
        {
            Otlp = collector.Url, Variables = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol },
        };
        await using (await MeasuredServer.StartAsync(options))
        {
        }

        Assert.Contains(("OkrGrains.Api", "okrgrains.streams.open", "{stream}"), collector.Metrics.Keys);
        Assert.Contains(("OkrGrains.Grains", "okrgrains.grains.active", "{grain}"), collector.Metrics.Keys);
        Assert.Contains(("OkrGrains.Storage", "okrgrains.store.commit.duration", "s"), collector.Metrics.Keys);
    }

    [Fact]
    public async Task The_standard_variable_alone_switches_it_on()
    {
        await using var collector = await Collector.StartAsync(HttpProtocols.Http1);
        var options = new MetricsOptions
        {
            Variables = new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = collector.Url + "/v1/metrics",
                ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"] = "http/protobuf",
            },
        };
        await using (await MeasuredServer.StartAsync(options))
        {
        }

        Assert.NotEmpty(collector.Metrics);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://a/v1/metrics")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317", "OTEL_METRICS_EXPORTER", "none")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317", "OTEL_SDK_DISABLED", "TRUE")]
    public void Without_an_endpoint_nothing_is_sent(bool expected, params string[] variables) =>
        Assert.Equal(expected, OtlpSettings.Of(new MetricsOptions { Variables = Variables(variables) }).Exports);

    [Fact]
    public void The_option_replaces_the_variables()
    {
        var settings = OtlpSettings.Of(new MetricsOptions
        {
            Otlp = "http://b:4317",
            Variables = Variables(["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://a", "OTEL_SDK_DISABLED", "true", "OTEL_SERVICE_NAME", "x"]),
        });

        Assert.Equal((true, null), (settings.Exports, settings.Endpoint));
        Assert.Equal(
            new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "x", ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://b:4317" }, settings.Variables);
    }

    [Theory]
    [InlineData("otlp: ", "nonsense")]
    [InlineData("otlp: ", "ftp://a")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT: ", null, "OTEL_EXPORTER_OTLP_ENDPOINT", "a:4317x/")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL: ", "http://a:4317", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json")]
    public async Task What_the_exporter_would_ignore_is_refused(string named, string? otlp, params string[] variables)
    {
        var options = new ServerOptions { Metrics = { Otlp = otlp, Variables = Variables(variables) } };
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => OkrServer.StartAsync(options));
        Assert.StartsWith(named, refused.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Variables(string[] pairs) =>
        pairs.Length == 0 ? _none : pairs.Chunk(2).ToDictionary(pair => pair[0], pair => (string?)pair[1]);
}
