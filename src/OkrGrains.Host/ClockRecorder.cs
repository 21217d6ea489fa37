using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;

namespace OkrGrains.Host;

/// <summary>
/// Records the time of the goal clock in the store every 10 s, so that a later start cannot set the clock back unnoticed.
/// </summary>
internal sealed partial class ClockRecorder(ICommitLog commits, GoalClock clock, TimeProvider time, ILogger<ClockRecorder> log) : BackgroundService
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RecordAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host takes a cancellation for a failure of the service, unless it has itself begun to stop.
        }
    }

    private async Task RecordAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_period, time);
        do
        {
            try
            {
                await commits.RecordClockAsync(clock.Now, stopping);
            }
            catch (StoreUnavailableException failure)
            {
                if (commits.ReadOnlyReason is null)
                {
                    NotRecorded(failure);
                }
            }
        }
        while (!clock.IsPinned && await timer.WaitForNextTickAsync(stopping));
    }

    [LoggerMessage(LogLevel.Warning, "The time of the goal clock could not be recorded in the store")]
    private partial void NotRecorded(Exception exception);
}
