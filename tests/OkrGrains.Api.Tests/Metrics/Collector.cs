using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace OkrGrains.Api.Tests.Metrics;

/// <summary>Takes what is sent by OTLP, with either protocol.</summary>
internal sealed class Collector(WebApplication app) : IAsyncDisposable
{
    private const int FrameBytes = 5;

    public string Url => app.Urls.Single();

    /// <summary>Scope, name and unit of each metric that came.</summary>
    public ConcurrentDictionary<(string Scope, string Name, string Unit), bool> Metrics { get; } = [];

    /// <summary>The scopes (activity sources) of the spans that came.</summary>
    public ConcurrentDictionary<string, bool> SpanScopes { get; } = [];

    /// <summary>Scope (category) and message of each log record that came.</summary>
    public ConcurrentDictionary<(string Scope, string Message), bool> Logs { get; } = [];

    public static async Task<Collector> StartAsync(HttpProtocols protocol)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocol));
        builder.Services.AddRouting();
        var collector = new Collector(builder.Build());
        collector.Map("metrics", "metrics.v1.MetricsService", collector.TakeMetric);
        collector.Map("traces", "trace.v1.TraceService", (scope, _) => collector.SpanScopes[scope] = true);
        collector.Map(
            "logs", "logs.v1.LogsService", (scope, record) => collector.Logs[(scope, Text(Fields(record, 5).SingleOrDefault([]), 1))] = true);
        await collector.Start();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task Start() => app.StartAsync();

    private void Map(string signal, string service, Action<string, byte[]> take)
    {
        app.MapPost($"/v1/{signal}", async (HttpContext http) =>
        {
            Take(await BodyAsync(http), take);
            http.Response.ContentType = "application/x-protobuf";
        });
        app.MapPost($"/opentelemetry.proto.collector.{service}/Export", async (HttpContext http) =>
        {
            Take((await BodyAsync(http))[FrameBytes..], take);
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[FrameBytes]);
            http.Response.AppendTrailer("grpc-status", "0");
        });
    }

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void TakeMetric(string scope, byte[] metric) => Metrics[(scope, Text(metric, 1), Text(metric, 3))] = true;

    /// <summary>The requests of all signals are alike: resources with scopes with items. The first field of a scope is its name.</summary>
    private static void Take(byte[] request, Action<string, byte[]> take)
    {
        foreach (var scopeItems in Fields(request, 1).SelectMany(resource => Fields(resource, 2)))
        {
            var scope = Fields(scopeItems, 1).Select(scope => Text(scope, 1)).Single();
            Fields(scopeItems, 2).ForEach(item => take(scope, item));
        }
    }

    private static string Text(byte[] message, int field) => Fields(message, field).Select(System.Text.Encoding.UTF8.GetString).SingleOrDefault("");

    private static List<byte[]> Fields(byte[] message, int field)
    {
        var found = new List<byte[]>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(input.ReadBytes().ToByteArray());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
