using System.Collections.Immutable;
using OkrGrains.Model.Time;
using Orleans;

namespace OkrGrains.Storage.Records;

/// <summary>A request that its caller has named, so that it is recognised when it comes again.</summary>
/// <param name="Id">The id that the caller chose. It stands for one request in its workspace, for good.</param>
/// <param name="Digest">The SHA-256 of what the request asks for.</param>
[Immutable, GenerateSerializer, Alias("okr.named-request")]
public sealed record NamedRequest([property: Id(0)] string Id, [property: Id(1)] ImmutableArray<byte> Digest)
{
    /// <summary>Returns true if the other request asks for the same; otherwise its id was used for two requests.</summary>
    public bool AsksForSame(NamedRequest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Digest.AsSpan().SequenceEqual(other.Digest.AsSpan());
    }
}

/// <summary>A named request to be stored, in the same commit as what it asks for.</summary>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">What is needed to answer a repetition like the first one, opaque to the store; may be empty.</param>
public sealed record NewRequest(string Workspace, NamedRequest Request, ReadOnlyMemory<byte> Answer);

/// <summary>A stored named request.</summary>
/// <param name="Stored">The request with its answer.</param>
/// <param name="Position">The position of its commit.</param>
/// <param name="AcceptedAt">The acceptance instant of its commit.</param>
public sealed record RequestRow(NewRequest Stored, long Position, Instant AcceptedAt);
