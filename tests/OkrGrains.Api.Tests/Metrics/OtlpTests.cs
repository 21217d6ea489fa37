using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OkrGrains.Host;
using OkrGrains.Host.Metrics;
using OpenTelemetry.Exporter;

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
            Otlp = collector.Url, Variables = Variables(["OTEL_EXPORTER_OTLP_PROTOCOL", protocol, "OTEL_TRACES_SAMPLER", "always_on"]),
        };
        await using (var server = await MeasuredServer.StartAsync(options))
        {
            await Assert.ThrowsAsync<RpcException>(() => server.Bench.GetAsync("kpis/unknown"));
        }

        Assert.Contains(("OkrGrains.Api", "okrgrains.streams.open", "{stream}"), collector.Metrics.Keys);
        Assert.Contains(("OkrGrains.Grains", "okrgrains.grains.active", "{grain}"), collector.Metrics.Keys);
        Assert.Contains(("OkrGrains.Storage", "okrgrains.store.commit.duration", "s"), collector.Metrics.Keys);
        Assert.Contains("Microsoft.AspNetCore", collector.SpanScopes.Keys);
        Assert.Contains("Microsoft.Orleans.Application", collector.SpanScopes.Keys);
        Assert.Contains(
            ("OkrGrains.Api.Errors.ErrorInterceptor",
                "/okrgrains.v1.GoalService/GetGoal refused with NotFound UnknownGoal: There is no goal workspaces/w/kpis/unknown."),
            collector.Logs.Keys);
    }

    [Fact]
    public async Task The_standard_variable_alone_switches_it_on()
    {
        await using var collector = await Collector.StartAsync(HttpProtocols.Http1);
        var options = new MetricsOptions
        {
            Variables = Variables(
            [
                "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", collector.Url + "/v1/metrics",
                "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf",
            ]),
        };
        await using (await MeasuredServer.StartAsync(options))
        {
        }

        Assert.NotEmpty(collector.Metrics);
        Assert.Empty(collector.SpanScopes);
        Assert.Empty(collector.Logs);
    }

    [Theory]
    [InlineData("METRICS TRACES LOGS", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317")]
    [InlineData("TRACES", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://a:4317")]
    [InlineData("METRICS LOGS", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317", "OTEL_TRACES_EXPORTER", "none")]
    [InlineData("METRICS TRACES", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317", "OTEL_LOGS_EXPORTER", "console")]
    public void A_signal_is_sent_that_has_an_endpoint_and_no_other_exporter(string sent, params string[] variables)
    {
        var settings = OtlpSettings.Of(new MetricsOptions { Variables = Variables(variables) });

        (string Name, OtlpSignal? Signal)[] signals = [("METRICS", settings.Metrics), ("TRACES", settings.Traces), ("LOGS", settings.Logs)];
        Assert.Equal(sent.Split(' '), signals.Where(signal => signal.Signal is not null).Select(signal => signal.Name));
    }

    [Fact]
    public void What_is_given_for_one_signal_holds_for_it_alone()
    {
        var settings = OtlpSettings.Of(new MetricsOptions
        {
            Variables = Variables(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://b/logs",
                "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf", "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "k=v",
                "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "7",
            ]),
        });
        var logs = new OtlpExporterOptions();
        settings.Logs!.Apply(logs);

        Assert.Equal(
            (new Uri("http://b/logs"), OtlpExportProtocol.HttpProtobuf, "k=v", 7),
            (logs.Endpoint, logs.Protocol, logs.Headers, logs.TimeoutMilliseconds));
        Assert.Equal(new OtlpSignal(null, null, null, null), settings.Metrics);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4317")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://a/v1/metrics")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://a:4317", "OTEL_METRICS_EXPORTER", "none")]
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

        Assert.Equal(new OtlpSignal(null, null, null, null), settings.Metrics);
        Assert.Equal(
            new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "x", ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://b:4317" }, settings.Variables);
    }

    [Theory]
    [InlineData("otlp: ", "nonsense")]
    [InlineData("otlp: ", "ftp://a")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT: ", null, "OTEL_EXPORTER_OTLP_ENDPOINT", "a:4317x/")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL: ", "http://a:4317", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: ", "http://a:4317", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json")]
    public async Task What_the_exporter_would_ignore_is_refused(string named, string? otlp, params string[] variables)
    {
        var options = new ServerOptions { Metrics = { Otlp = otlp, Variables = Variables(variables) } };
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => OkrServer.StartAsync(options));
        Assert.StartsWith(named, refused.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Variables(string[] pairs) =>
        pairs.Length == 0 ? _none : pairs.Chunk(2).ToDictionary(pair => pair[0], pair => (string?)pair[1]);
}
