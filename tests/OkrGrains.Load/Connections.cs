using Grpc.Net.Client;

namespace OkrGrains.Load;

/// <summary>HTTP/2 connections to a server.</summary>
internal static class Connections
{
    /// <summary>A connection of its own.</summary>
    public static GrpcChannel Open(Uri server) => GrpcChannel.ForAddress(server, new GrpcChannelOptions
    {
        // A handler of its own is a connection of its own.
        HttpHandler = new SocketsHttpHandler(),
        DisposeHttpClient = true,
    });
}
