namespace Grpc.Core;

/// <summary>What the four kinds of call have in common: the transport's functions over its own state.</summary>
internal readonly struct CallHandle(
    Func<object, Task<Metadata>> responseHeaders,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose,
    object state)
{
    public Task<Metadata> ResponseHeadersAsync() => responseHeaders(state);

    public Status GetStatus() => status(state);

    public Metadata GetTrailers() => trailers(state);

    public void Dispose() => dispose(state);
}
