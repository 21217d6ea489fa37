namespace Grpc.Core;

#pragma warning disable CA1068 // Upstream's order of parameters.
/// <summary>Options of one call.</summary>
public readonly struct CallOptions(
    Metadata? headers = null,
    DateTime? deadline = null,
    CancellationToken cancellationToken = default,
    WriteOptions? writeOptions = null,
    ContextPropagationToken? propagationToken = null,
    CallCredentials? credentials = null)
#pragma warning restore CA1068
{
    /// <summary>Metadata to send.</summary>
    public Metadata? Headers { get; private init; } = headers;

    /// <summary>When the call is given up (UTC); null for never.</summary>
    public DateTime? Deadline { get; private init; } = deadline;

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private init; } = cancellationToken;

    /// <summary>Options for the requests.</summary>
    public WriteOptions? WriteOptions { get; private init; } = writeOptions;

    /// <summary>The call that caused this one; always null, as no transport here makes a token.</summary>
    public ContextPropagationToken? PropagationToken { get; } = propagationToken;

    /// <summary>Credentials of this call.</summary>
    public CallCredentials? Credentials { get; private init; } = credentials;

    /// <summary>Whether the call waits for a connection instead of failing; false by default.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>The same options with other headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same options with another deadline (UTC).</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same options with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>The same options with other write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>The same options with other credentials.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>The same options, waiting for a connection or not.</summary>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
