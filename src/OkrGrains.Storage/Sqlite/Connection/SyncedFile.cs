namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>The files that a commit waits for on the disk.</summary>
internal enum SyncedFile
{
    /// <summary>The engine's log, which holds the commit.</summary>
    Log,

    /// <summary>The ack watermark.</summary>
    Watermark,
}
