using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// Has cycles closed when the clock reaches their closing. What was missed while no silo ran is closed as part of the start, before the silo
/// takes a call from a client (goal-model §8). Every silo does so; the owner of the workspace closes a cycle once, whoever asks.
/// </summary>
internal sealed class ClosingService(
    ICommitLog store,
    DueClosings due,
    GoalClock clock,
    TimeProvider time,
    IOptions<ReconciliationOptions> options,
    ILogger<ClosingService> logger)
    : BackgroundService, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>
    /// The most attempts to close what was missed. A start that could not close it goes on then, so that a cycle that cannot be closed does
    /// not keep all others from being read.
    /// </summary>
    private const int AttemptsAtStart = 10;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ClosingService), ServiceLifecycleStage.Active, CloseMissedAsync);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StalePeriod, time);
        try
        {
            do
            {
                await TryCloseAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task CloseMissedAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; !await TryCloseAsync(cancellation) && attempt < AttemptsAtStart; attempt++)
        {
            await Task.Delay(options.Value.StalePeriod, time, cancellation);
        }
    }

    private async Task<bool> TryCloseAsync(CancellationToken cancellation)
    {
        try
        {
            if (store.ReadOnlyReason is null)
            {
                await due.CloseAsync(clock.Now, cancellation);
            }

            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ClosingLog.ClosingFailed(logger, failure);
            return false;
        }
    }
}

internal static partial class ClosingLog
{
    [LoggerMessage(1, LogLevel.Warning, "A cycle could not be closed; it is tried again.")]
    public static partial void ClosingFailed(ILogger logger, Exception failure);
}
