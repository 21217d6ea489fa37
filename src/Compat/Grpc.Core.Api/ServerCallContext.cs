namespace Grpc.Core;

/// <summary>One call as its server method sees it; implemented by the transport.</summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? userState;

    /// <summary>The path of the method: <c>/service/name</c>.</summary>
    public string Method => MethodCore;

    /// <summary>The host that was called.</summary>
    public string Host => HostCore;

    /// <summary>The address of the caller.</summary>
    public string Peer => PeerCore;

    /// <summary>When the call is cancelled (UTC); <see cref="DateTime.MaxValue" /> without a deadline.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>Metadata that the caller sent.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Signals that the caller cancelled, went away, or let the deadline pass.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Metadata to send with the status.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The status to end with when the method returns; OK by default.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>Options for the responses.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What the transport knows of the caller's identity.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>State that interceptors and the method share for the length of the call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>Implements <see cref="Method" />.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>Implements <see cref="Host" />.</summary>
    protected abstract string HostCore { get; }

    /// <summary>Implements <see cref="Peer" />.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>Implements <see cref="Deadline" />.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>Implements <see cref="RequestHeaders" />.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>Implements <see cref="CancellationToken" />.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>Implements <see cref="ResponseTrailers" />.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>Implements <see cref="Status" />.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>Implements <see cref="WriteOptions" />.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Implements <see cref="AuthContext" />.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>Implements <see cref="UserState" />.</summary>
    protected virtual IDictionary<object, object> UserStateCore => userState ??= [];

    /// <summary>Sends response headers; at most once, before the first response.</summary>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>A token that links calls made by the method to this call.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) => CreatePropagationTokenCore(options);

    /// <summary>Implements <see cref="WriteResponseHeadersAsync" />.</summary>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <summary>Implements <see cref="CreatePropagationToken" />.</summary>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}
