namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>What one generation of a workspace takes in a store.</summary>
/// <param name="Id">The workspace's id.</param>
/// <param name="IsDeleted">True if the workspace is deleted and its bytes are not removed yet.</param>
/// <param name="Goals">The number of its goals, with those that were removed from the plan.</param>
public sealed record WorkspaceSize(string Id, bool IsDeleted, long Goals)
{
    /// <summary>The number of its readings as they were accepted, with retracted ones.</summary>
    public long Readings { get; init; }

    /// <summary>The bytes of its readings, packed, without what the packs of a commit share between workspaces.</summary>
    public long ReadingBytes { get; init; }

    /// <summary>
    /// The bytes of everything else that grows with it: states, definitions with all their revisions, edges, check-ins, amendments, finals,
    /// requests and producers, as texts and packed data.
    /// </summary>
    public long OtherBytes { get; init; }

    /// <summary>All bytes.</summary>
    public long Bytes => ReadingBytes + OtherBytes;
}
