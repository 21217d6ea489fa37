using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A call under way that streams requests.</summary>
public sealed class AsyncClientStreamingCall<TRequest, TResponse>(
    IClientStreamWriter<TRequest> requestStream,
    Task<TResponse> responseAsync,
    Func<object, Task<Metadata>> responseHeadersAsync,
    Func<object, Status> getStatusFunc,
    Func<object, Metadata> getTrailersFunc,
    Action<object> disposeAction,
    object state) : IDisposable
{
    private readonly CallHandle handle = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);

    /// <summary>The requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; } = requestStream;

    /// <summary>The response; RpcException when the call failed.</summary>
    public Task<TResponse> ResponseAsync { get; } = responseAsync;

    /// <summary>Headers that the server sent.</summary>
    public Task<Metadata> ResponseHeadersAsync => handle.ResponseHeadersAsync();

    /// <summary>Awaits the response.</summary>
    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    /// <summary>Awaits the response, on the captured context or not.</summary>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) =>
        ResponseAsync.ConfigureAwait(continueOnCapturedContext);

    /// <summary>The status of the ended call; InvalidOperationException before its end.</summary>
    public Status GetStatus() => handle.GetStatus();

    /// <summary>Trailers of the ended call; InvalidOperationException before its end.</summary>
    public Metadata GetTrailers() => handle.GetTrailers();

    /// <summary>Cancels the call if it has not ended.</summary>
    public void Dispose() => handle.Dispose();
}
