using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>A request to delete a workspace.</summary>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="ExpectedRevision">The revision of the workspace that the caller knows.</param>
/// <param name="Author">The person who asks for it; may be empty.</param>
/// <param name="Reason">The reason that the author gives; may be empty.</param>
/// <param name="Erases">
/// True to remove its bytes from the store as well, and those of the workspaces that had the id before. That goes on after the deletion.
/// </param>
public sealed record WorkspaceDeletion(string Workspace, long ExpectedRevision, string Author, string Reason, bool Erases)
{
    /// <summary>The named request that asks for it, which the tombstone keeps; null for none.</summary>
    public NamedRequest? Request { get; init; }
}

/// <summary>What is kept of a deleted workspace for good.</summary>
/// <param name="Id">The workspace's id, which may stand for a later generation by now.</param>
/// <param name="Generation">The generation of the id that was deleted, from 1.</param>
/// <param name="Position">The position of the commit that deleted it. Every commit of a later generation is after it.</param>
/// <param name="AcceptedAt">The acceptance instant of that commit.</param>
/// <param name="Author">The person who asked for it.</param>
/// <param name="Reason">The reason that the author gave.</param>
/// <param name="Erasure">What has become of its bytes.</param>
public sealed record Tombstone(
    string Id, int Generation, long Position, Instant AcceptedAt, string Author, string Reason, ErasureState Erasure)
{
    /// <summary>The named request that asked for the deletion; null for none.</summary>
    public NamedRequest? Request { get; init; }
}

/// <summary>What has become of the bytes of a deleted workspace.</summary>
public enum ErasureState
{
    /// <summary>They are still in the store.</summary>
    None = 1,

    /// <summary>They are being removed.</summary>
    Running,

    /// <summary>Nothing but the tombstone is left.</summary>
    Done,
}
