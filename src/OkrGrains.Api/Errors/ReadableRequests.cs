using Google.Protobuf;
using Grpc.Core;

namespace OkrGrains.Api.Errors;

/// <summary>
/// The requests of a stream, whose malformed bytes are the fault of the peer. The gRPC server reports them with exceptions of files and of
/// compression, which anywhere else would be a fault of the engine.
/// </summary>
/// <typeparam name="TRequest">The type of the requests.</typeparam>
internal sealed class ReadableRequests<TRequest>(IAsyncStreamReader<TRequest> requests, CancellationToken left) : IAsyncStreamReader<TRequest>
{
    public TRequest Current => requests.Current;

    /// <exception cref="ApiFault">What came is no message.</exception>
    /// <exception cref="RpcException">The peer has left, with the status CANCELLED, which is nobody's fault and is not logged.</exception>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            return await requests.MoveNext(cancellationToken);
        }
        catch (Exception failure) when (!left.IsCancellationRequested && IsMalformed(failure))
        {
            throw ErrorMapping.Unreadable();
        }
        catch (IOException)
        {
            // The peer has reset the stream or the connection. It may be told of the stream before the call is told of its cancellation.
            throw new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        }
    }

    /// <summary>
    /// Returns whether bytes were malformed. Of two exceptions without a type of their own the text tells: a length that no message has is an
    /// IOException, and so is a connection that has ended; a message that is cut off has a status without details.
    /// </summary>
    private static bool IsMalformed(Exception failure) => failure switch
    {
        InvalidDataException or InvalidProtocolBufferException => true,
        IOException io => io.Message.StartsWith("Message too large", StringComparison.Ordinal),
        RpcException { StatusCode: StatusCode.Internal or StatusCode.Unknown } status => status.Trailers.Count == 0,
        _ => false,
    };
}
