using Grpc.Core;

namespace OkrGrains.Client.Retrying;

/// <summary>Reads a stream whose connection may break.</summary>
internal static class StreamReading
{
    /// <summary>
    /// As <see cref="IAsyncStreamReader{T}.MoveNext"/>. A connection that dies in the middle of a message does not come out of it as a status
    /// but as the transport's own exception, which is no refusal.
    /// </summary>
    /// <exception cref="BrokenStreamException">The connection broke.</exception>
    /// <exception cref="RpcException">The call has ended with another status than OK.</exception>
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
