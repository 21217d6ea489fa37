using Microsoft.Extensions.Logging;

namespace OkrGrains.Grains.Time;

internal static partial class ReconciliationLog
{
    [LoggerMessage(2, LogLevel.Warning, "{Count} goals could not be refreshed, one of them for this; they are tried again.")]
    public static partial void GoalsFailed(ILogger logger, int count, Exception failure);

    [LoggerMessage(1, LogLevel.Warning, "A reconcile failed; the next one goes on from there.")]
    public static partial void ReconciliationFailed(ILogger logger, Exception failure);
}
