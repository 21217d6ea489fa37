using Microsoft.Extensions.Logging;

namespace OkrGrains.Grains.Propagation;

internal static partial class PropagationLog
{
    [LoggerMessage(1, LogLevel.Debug, "A contribution to {Target} failed and will be repeated.")]
    public static partial void ContributionFailed(ILogger logger, IContributionTaker target, Exception failure);
}
