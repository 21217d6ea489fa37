namespace Grpc.Core;

/// <summary>A call under way that streams responses.</summary>
public sealed class AsyncServerStreamingCall<TResponse>(
    IAsyncStreamReader<TResponse> responseStream,
    Func<object, Task<Metadata>> responseHeadersAsync,
    Func<object, Status> getStatusFunc,
    Func<object, Metadata> getTrailersFunc,
    Action<object> disposeAction,
    object state) : IDisposable
{
    private readonly CallHandle handle = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);

    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; } = responseStream;

    /// <summary>Headers that the server sent.</summary>
    public Task<Metadata> ResponseHeadersAsync => handle.ResponseHeadersAsync();

    /// <summary>The status of the ended call; InvalidOperationException before its end.</summary>
    public Status GetStatus() => handle.GetStatus();

    /// <summary>Trailers of the ended call; InvalidOperationException before its end.</summary>
    public Metadata GetTrailers() => handle.GetTrailers();

    /// <summary>Cancels the call if it has not ended.</summary>
    public void Dispose() => handle.Dispose();
}
