using System.Net;
using Compat.Grpc.Tests.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compat.Grpc.Tests;

/// <summary>A Kestrel server on a loopback port of its own, HTTP/2 without TLS, and a channel to it.</summary>
public sealed class EchoHost : IAsyncLifetime
{
    private readonly WebApplication app;
    private GrpcChannel? channel;

    public EchoHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<NamingInterceptor>();
            grpc.ResponseCompressionAlgorithm = "gzip";
        });
        app = builder.Build();
        app.MapGrpcService<EchoService>();
    }

    /// <summary>Set to the deadline of a hanging call when the server saw that call end.</summary>
    public TaskCompletionSource<DateTime> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrpcChannel Channel => channel ?? throw new InvalidOperationException("Not started.");

    public Echo.EchoClient Client => new(Channel);

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        channel = GrpcChannel.ForAddress(app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        channel?.Dispose();
        await app.DisposeAsync();
    }
}
