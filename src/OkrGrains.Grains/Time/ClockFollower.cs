using Microsoft.Extensions.Hosting;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Time;

/// <summary>
/// Moves a silo's pinned clock to the instant that the store has been shown, whichever silo showed it, before that silo hears that the
/// instant is durable.
/// </summary>
/// <remarks>
/// A store that is shared with other processes would tell of their instants later; each silo then follows as soon as it is told.
/// </remarks>
internal sealed class ClockFollower(ICommitLog commits, GoalClock clock) : IHostedService
{
    private IDisposable? _listening;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (clock.IsPinned)
        {
            _listening = commits.Listen(Follow);
            Follow(new CommitNotice(null, commits.ClockSeen));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _listening?.Dispose();
        return Task.CompletedTask;
    }

    private void Follow(CommitNotice notice)
    {
        if (notice.ClockSeen is { } seen)
        {
            clock.MoveTo(seen);
        }
    }
}
