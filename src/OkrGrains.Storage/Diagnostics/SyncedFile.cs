namespace OkrGrains.Storage.Diagnostics;

/// <summary>What a commit waits for on the disk.</summary>
internal enum SyncedFile
{
    /// <summary>The engine's log, in which the commit is.</summary>
    Log,

    /// <summary>The note of the last acknowledged commit.</summary>
    Note,
}
