using Grpc.Core;
using Grpc.Net.Client;

namespace OkrGrains.Benchmarks.Load;

/// <summary>HTTP/2 connections to a server, one for each channel.</summary>
internal sealed class Connections(Uri server, int count) : IDisposable
{
    private readonly GrpcChannel[] _channels = [.. Enumerable.Range(0, count).Select(_ => GrpcChannel.ForAddress(server, new GrpcChannelOptions
    {
        // Each channel has a handler of its own, and so a connection of its own.
        HttpHandler = new SocketsHttpHandler(),
        DisposeHttpClient = true,
    }))];

    /// <summary>Returns the connection of a stream.</summary>
    public CallInvoker this[int stream] => _channels[stream % _channels.Length].CreateCallInvoker();

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }
}
