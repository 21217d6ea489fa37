using Microsoft.Extensions.Logging;

namespace OkrGrains.Grains.Turning;

internal static partial class TurningLog
{
    [LoggerMessage(1, LogLevel.Debug, "The clock has reached {Goal}, which could not turn; it is told again.")]
    public static partial void TurnFailed(ILogger logger, string goal, Exception failure);
}
