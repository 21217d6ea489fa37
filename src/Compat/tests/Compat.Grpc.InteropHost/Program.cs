using System.Net;
using Compat.Grpc.InteropHost;
using Microsoft.AspNetCore.Server.Kestrel.Core;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc(grpc => grpc.ResponseCompressionAlgorithm = "gzip");
var app = builder.Build();
app.MapGrpcService<TestServiceImpl>();
await app.StartAsync();
// The caller reads the port, chosen by the operating system, from this line.
Console.WriteLine(new Uri(app.Urls.Single()).Port);
await app.WaitForShutdownAsync();
