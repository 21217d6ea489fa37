using Microsoft.Extensions.Logging;

namespace OkrGrains.Grains.Time;

internal static partial class GoalTimersLog
{
    [LoggerMessage(1, LogLevel.Debug, "The clock has reached {Goal}, which could not be evaluated; it is called again.")]
    public static partial void TimerFailed(ILogger logger, string goal, Exception failure);
}
