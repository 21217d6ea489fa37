namespace OkrGrains.Disks;

internal enum DiskOperationKind
{
    Create,
    Write,
    Truncate,
    Sync,
    Delete,

    /// <summary>The folder itself is synced: which files exist is durable.</summary>
    SyncFolder,

    /// <summary>Somebody was told that a commit is durable.</summary>
    Acknowledge,
}

/// <summary>Something that a store asked of the disk, or told of it.</summary>
/// <param name="Kind">What.</param>
/// <param name="File">The file's name in the folder.</param>
/// <param name="Number">The offset of a write, the length after a truncation, the acknowledged position.</param>
/// <param name="Bytes">Of a write.</param>
internal sealed record DiskOperation(DiskOperationKind Kind, string File = "", long Number = 0, byte[]? Bytes = null);
