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
    private const string GrpcMethod = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private const int FrameBytes = 5;

    public string Url => app.Urls.Single();

    /// <summary>Scope, name and unit of each metric that came.</summary>
    public ConcurrentDictionary<(string Scope, string Name, string Unit), bool> Metrics { get; } = [];

    public static async Task<Collector> StartAsync(HttpProtocols protocol)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocol));
        builder.Services.AddRouting();
        var collector = new Collector(builder.Build());
        collector.Map();
        await collector.Start();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task Start() => app.StartAsync();

    private void Map()
    {
        app.MapPost("/v1/metrics", async (HttpContext http) =>
        {
            Take(await BodyAsync(http));
            http.Response.ContentType = "application/x-protobuf";
        });
        app.MapPost(GrpcMethod, async (HttpContext http) =>
        {
            Take((await BodyAsync(http))[FrameBytes..]);
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

    /// <summary>An ExportMetricsServiceRequest: resources with scopes with metrics, of which the first fields are names.</summary>
    private void Take(byte[] request)
    {
        foreach (var scopeMetrics in Fields(request, 1).SelectMany(resource => Fields(resource, 2)))
        {
            var scope = Fields(scopeMetrics, 1).Select(scope => Text(scope, 1)).Single();
            foreach (var metric in Fields(scopeMetrics, 2))
            {
                Metrics[(scope, Text(metric, 1), Text(metric, 3))] = true;
            }
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
