using Grpc.Core;
using Grpc.Net.Client;

namespace OkrGrains.Load;

/// <summary>HTTP/2 connections to a server, one for each channel.</summary>
internal sealed class Connections(Uri server, int count) : IDisposable
{
    private readonly GrpcChannel[] _channels = [.. Enumerable.Range(0, count).Select(_ => Open(server))];

    /// <summary>Returns the connection of a stream.</summary>
    public CallInvoker this[int stream] => _channels[stream % _channels.Length].CreateCallInvoker();

    /// <summary>Opens a channel with a connection of its own.</summary>
    public static GrpcChannel Open(Uri server) => GrpcChannel.ForAddress(server, new GrpcChannelOptions
    {
        // Channels that share a handler share its connections.
        HttpHandler = new SocketsHttpHandler(),
        DisposeHttpClient = true,
    });

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }
}
