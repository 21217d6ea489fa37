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
        using var timer = new PeriodicTimer(_period, time);
        do
        {
            try
            {
                await commits.RecordClockAsync(clock.Now, stoppingToken);
            }
            catch (StoreUnavailableException failure)
            {
                NotRecorded(failure);
            }
        }
        while (!clock.IsPinned && await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The time of the goal clock could not be recorded in the store")]
    private partial void NotRecorded(Exception exception);
}
