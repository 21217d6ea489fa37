using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Grains.Workspaces;

namespace OkrGrains.Api.Calls;

/// <summary>The client of a call: the key of every quota, and the source of every author that goes down to the grains.</summary>
/// <remarks>
/// A caller is known by its connection. The server asks nobody for an identity yet, so an author is what the request states. When callers
/// have identities, these take the place of both here, and quotas and authors follow.
/// </remarks>
internal sealed class Caller : IEquatable<Caller>
{
    private readonly string _connection;

    /// <summary>Creates a caller that states no author.</summary>
    /// <param name="connection">The id of its connection, which is unique within the server.</param>
    /// <param name="peer">Its network address; null when the transport has none.</param>
    public Caller(string connection, EndPoint? peer)
        : this(connection, peer, "", null)
    {
    }

    private Caller(string connection, EndPoint? peer, string author, string? workspace)
    {
        _connection = connection;
        Peer = peer;
        Author = author;
        Workspace = workspace;
    }

    /// <summary>The network address of the caller, for logs; null when the transport has none.</summary>
    public EndPoint? Peer { get; }

    /// <summary>The author of the change that is asked for; empty when the request states none.</summary>
    public string Author { get; }

    /// <summary>The id of the workspace whose share of the quotas the call takes; null as long as the call has named none.</summary>
    public string? Workspace { get; }

    /// <summary>Returns the caller of a call.</summary>
    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext());

    /// <summary>Returns the caller of an HTTP request. It is kept among the features of the request.</summary>
    public static Caller Of(HttpContext http)
    {
        if (http.Features.Get<Caller>() is { } known)
        {
            return known;
        }

        var connection = http.Connection;
        var caller = new Caller(
            connection.Id, connection.RemoteIpAddress is { } address ? new IPEndPoint(address, connection.RemotePort) : null);
        http.Features.Set(caller);
        return caller;
    }

    /// <summary>Returns the same caller as the author that its request states.</summary>
    /// <param name="field">The path of the field that states the author.</param>
    /// <param name="author">The stated author.</param>
    /// <param name="rule">The rule for authors of such requests.</param>
    /// <exception cref="ApiFault">The author breaks the rule.</exception>
    public Caller Stating(string field, string author, AuthorRule rule)
    {
        if (rule.IsRequired)
        {
            Texts.CheckGiven(field, author, rule.Text);
        }
        else
        {
            Texts.Check(field, author, rule.Text);
        }

        if (ReservedAuthors.Contains(author))
        {
            throw ApiFault.BadRequest(field, $"must not be {ReservedAuthors.Clock}, which stands for the server's own clock");
        }

        return new Caller(_connection, Peer, author, Workspace);
    }

    /// <summary>Returns the same caller in a workspace that its call has named.</summary>
    public Caller In(string workspace) => new(_connection, Peer, Author, workspace);

    /// <summary>
    /// Remembers the workspace that a call has named: from now on <see cref="Of(HttpContext)"/> returns its caller in that workspace.
    /// </summary>
    public static Caller Enter(HttpContext http, string workspace)
    {
        var caller = Of(http).In(workspace);
        http.Features.Set(caller);
        return caller;
    }

    /// <summary>
    /// Compares the connections. The stated author and the workspace play no part, so that nobody evades a quota by stating another.
    /// </summary>
    public bool Equals(Caller? other) => other is not null && _connection == other._connection;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Caller);

    /// <inheritdoc/>
    public override int GetHashCode() => _connection.GetHashCode(StringComparison.Ordinal);
}
