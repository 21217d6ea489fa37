using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal static partial class RuntimeLog
{
    [LoggerMessage(LogLevel.Information, "Silo {Name} started at {Address}.")]
    internal static partial void SiloStarted(this ILogger log, string name, SiloAddress address);

    [LoggerMessage(LogLevel.Information, "Silo {Name} at {Address} has ended.")]
    internal static partial void SiloStopped(this ILogger log, string name, SiloAddress address);

    [LoggerMessage(LogLevel.Error, "Grain {Grain} could not be activated.")]
    internal static partial void ActivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Error, "Grain {Grain} failed while it was deactivated.")]
    internal static partial void DeactivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "{Method} of grain {Grain} failed and nobody waits for its answer.")]
    internal static partial void CallFailed(this ILogger log, Exception exception, string method, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "{Method} of an observer failed and nobody waits for its answer.")]
    internal static partial void ObserverFailed(this ILogger log, Exception exception, string method);
}
