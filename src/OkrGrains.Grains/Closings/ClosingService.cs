using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Clock;
using OkrGrains.Grains.Sweeping;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Closings;

/// <summary>
/// Sees to it that cycles are closed when the clock reaches their closing, or at the next start. Every silo does so; a cycle is closed
/// once, by the owner of its workspace, whoever asks.
/// </summary>
internal sealed class ClosingService(
    IGoalStore store,
    IGrainFactory grains,
    GoalClock clock,
    TimeProvider time,
    IOptions<SweepOptions> options,
    ILogger<ClosingService> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, (long Revision, Instant? Next)> _next = new(StringComparer.Ordinal);

    /// <summary>Closes what is due; whoever moves the clock may call it before it says so.</summary>
    /// <param name="now">What the goal clock shows.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task CloseDueAsync(Instant now, CancellationToken cancellation)
    {
        foreach (var workspace in await store.ReadWorkspacesAsync(cancellation))
        {
            if (!_next.TryGetValue(workspace.Id, out var known) || known.Revision != workspace.Revision)
            {
                var settings = await store.ReadSettingsAsync(workspace.Id, cancellation);
                var due = ClosingSchedule.Of(settings, await store.ReadClosingsAsync(workspace.Id, cancellation));
                _next[workspace.Id] = known = (workspace.Revision, due.Count > 0 ? due[0].At : null);
            }

            if (known.Next <= now)
            {
                await grains.GetGrain<IWorkspaceGrain>(workspace.Id).CloseDue(now);
            }
        }
    }

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
                        await CloseDueAsync(clock.Now, stoppingToken);
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
