namespace Grpc.Core;

/// <summary>A call ended with a status other than OK; thrown by a server method to end its call so.</summary>
public class RpcException : Exception
{
    /// <summary>Ends a call with a status.</summary>
    public RpcException(Status status) : this(status, Metadata.Empty)
    {
    }

    /// <summary>Ends a call with a status; the message is for this process only.</summary>
    public RpcException(Status status, string message) : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Ends a call with a status and trailers.</summary>
    public RpcException(Status status, Metadata trailers) : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Ends a call with a status and trailers; the message is for this process only.</summary>
    public RpcException(Status status, Metadata trailers, string message) : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status" />.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata that came, or goes, with the status.</summary>
    public Metadata Trailers { get; }
}
