using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal static partial class RuntimeLog
{
    [LoggerMessage(LogLevel.Information, "Silo {Silo} started.")]
    internal static partial void SiloStarted(this ILogger log, SiloAddress silo);

    [LoggerMessage(LogLevel.Information, "Silo {Silo} has ended.")]
    internal static partial void SiloStopped(this ILogger log, SiloAddress silo);

    [LoggerMessage(LogLevel.Error, "Grain {Grain} could not be activated.")]
    internal static partial void ActivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Error, "Grain {Grain} failed while it was deactivated.")]
    internal static partial void DeactivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "A tick of a timer of grain {Grain} failed.")]
    internal static partial void TickFailed(this ILogger log, Exception exception, GrainId grain);
}
