using Microsoft.Extensions.Logging;

namespace OkrGrains.Grains.Sweeping;

internal static partial class SweepLog
{
    [LoggerMessage(1, LogLevel.Warning, "A sweep failed; the next one goes on from there.")]
    public static partial void SweepFailed(ILogger logger, Exception failure);
}
