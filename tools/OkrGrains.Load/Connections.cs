using Grpc.Net.Client;

namespace OkrGrains.Load;

/// <summary>Opens HTTP/2 connections to a server.</summary>
internal static class Connections
{
    /// <summary>Opens a channel with a connection of its own.</summary>
    public static GrpcChannel Open(Uri server) => GrpcChannel.ForAddress(server, new GrpcChannelOptions
    {
        // Channels that share a handler share its connections.
        HttpHandler = new SocketsHttpHandler(),
        DisposeHttpClient = true,
    });
}
