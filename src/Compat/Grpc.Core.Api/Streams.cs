namespace Grpc.Core;

/// <summary>A stream of messages to read, one read at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last read found.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the end. RpcException when the call failed.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>A stream of messages to write, one write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the following writes.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; ends when the transport took it.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes a message; cancelling ends the call. NotSupportedException where a writer cannot be cancelled.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException($"{GetType().Name} does not support cancelling a write.")
        : WriteAsync(message);
}

/// <summary>The responses of a streaming server method.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>The requests of a streaming call.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the stream of requests; the call goes on.</summary>
    Task CompleteAsync();
}
