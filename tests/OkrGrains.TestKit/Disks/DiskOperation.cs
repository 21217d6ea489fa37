namespace OkrGrains.TestKit.Disks;

internal enum DiskOperationKind
{
    Create,
    Write,
    Truncate,
    Sync,
    Delete,

    /// <summary>The folder itself is synced, which makes the existence of its files durable.</summary>
    SyncFolder,

    /// <summary>Somebody was told that a commit is durable.</summary>
    Acknowledge,
}

/// <summary>An operation that a store asked of the disk, or an acknowledgement between such operations.</summary>
/// <param name="Kind">The kind of operation.</param>
/// <param name="File">The file's name in the folder; empty for operations without a file.</param>
/// <param name="Number">The offset of a write, the length after a truncation, or the acknowledged position.</param>
/// <param name="Bytes">The bytes of a write; null for other operations.</param>
internal sealed record DiskOperation(DiskOperationKind Kind, string File = "", long Number = 0, byte[]? Bytes = null);
