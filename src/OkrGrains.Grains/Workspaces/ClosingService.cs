using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// Has cycles closed when the clock reaches their closing, or at the next start. Every silo does so; the owner of the workspace closes a
/// cycle once, whoever asks.
/// </summary>
internal sealed class ClosingService(
    ICommitLog store,
    DueClosings due,
    GoalClock clock,
    TimeProvider time,
    IOptions<ReconciliationOptions> options,
    ILogger<ClosingService> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StalePeriod, time);
        try
        {
            do
            {
                try
                {
                    if (store.ReadOnlyReason is null)
                    {
                        await due.CloseAsync(clock.Now, stoppingToken);
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    ClosingLog.ClosingFailed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }
}

internal static partial class ClosingLog
{
    [LoggerMessage(1, LogLevel.Warning, "A cycle could not be closed; it is tried again.")]
    public static partial void ClosingFailed(ILogger logger, Exception failure);
}
