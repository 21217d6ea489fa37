using Grpc.Core;

namespace OkrGrains.Client.Retrying;

/// <summary>Reads a stream whose connection may break.</summary>
internal static class StreamReading
{
    /// <summary>
    /// Reads the next message like <see cref="IAsyncStreamReader{T}.MoveNext"/>. When a connection dies in the middle of a message,
    /// MoveNext throws the transport's own exception instead of a status. That is not a refusal by the server, so it becomes a broken
    /// stream here.
    /// </summary>
    /// <exception cref="BrokenStreamException">The connection broke.</exception>
    /// <exception cref="RpcException">The call ended with a status other than OK.</exception>
    public static async Task<bool> ReadAsync<T>(this IAsyncStreamReader<T> stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNext(cancellation);
        }
        catch (IOException broken)
        {
            throw new BrokenStreamException(broken.Message);
        }
    }
}
