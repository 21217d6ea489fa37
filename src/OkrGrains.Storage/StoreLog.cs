using Microsoft.Extensions.Logging;

namespace OkrGrains.Storage;

internal static partial class StoreLog
{
    [LoggerMessage(1, LogLevel.Information, "Store {Directory} is open at position {Position}, format {Format}")]
    public static partial void Opened(this ILogger logger, string directory, long position, int format);

    [LoggerMessage(2, LogLevel.Warning, "A commit of {Writes} writes failed ({Reason}); nothing of it was acknowledged")]
    public static partial void CommitFailed(this ILogger logger, Exception failure, int writes, StoreUnavailableReason reason);

    [LoggerMessage(13, LogLevel.Warning, "The store has no space left: commits fail until there is room, and nothing of them is acknowledged")]
    public static partial void DiskIsFull(this ILogger logger);

    [LoggerMessage(3, LogLevel.Critical, "The store takes no more writes until it is restarted; reads go on")]
    public static partial void Fenced(this ILogger logger, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "The log could not be copied into the database file; it is tried again later")]
    public static partial void CheckpointFailed(this ILogger logger, Exception failure);

    [LoggerMessage(5, LogLevel.Error, "The last sequence of producer {Producer} could not be recorded")]
    public static partial void ProgressDropped(this ILogger logger, Exception failure, long producer);

    [LoggerMessage(7, LogLevel.Critical, "Store {Directory} is only read: {Reason}")]
    public static partial void ReadOnly(this ILogger logger, string directory, string reason);

    [LoggerMessage(8, LogLevel.Information, "The bytes of workspace {Workspace}, generation {Generation}, are removed")]
    public static partial void Erased(this ILogger logger, string workspace, int generation);

    [LoggerMessage(9, LogLevel.Warning, "The bytes of a deleted workspace could not be removed; that goes on later")]
    public static partial void ErasureFailed(this ILogger logger, Exception failure);

    [LoggerMessage(10, LogLevel.Information, "No rows of deleted workspaces are left. The store has more than {Bytes} bytes, so that the copies of rows in the unused parts of its file are removed at the next start")]
    public static partial void TracesLeft(this ILogger logger, long bytes);

    [LoggerMessage(11, LogLevel.Warning, "Store {Directory} has {Left} bytes left, less than {Low}. Commits fail once there are none")]
    public static partial void SpaceIsLow(this ILogger logger, string directory, long left, long low);

    [LoggerMessage(12, LogLevel.Information, "Store {Directory} has enough room again: {Left} bytes")]
    public static partial void SpaceIsBack(this ILogger logger, string directory, long left);

    [LoggerMessage(6, LogLevel.Information, "Store {Directory} is closed at position {Position}")]
    public static partial void Closed(this ILogger logger, string directory, long position);
}
