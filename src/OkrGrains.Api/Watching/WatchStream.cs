using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;

namespace OkrGrains.Api.Watching;

/// <summary>
/// One open watch. It first sends its snapshot in pieces: before each it waits for an admission, and for the peer to take what was sent
/// before. Then it sends what changes. While it writes to a slow peer, newer states replace older ones in the hub. A goal that a plan adds
/// to the scope is found when a watched goal changes, as the goals above an added goal do, and at the latest at the next heartbeat.
/// </summary>
internal sealed class WatchStream(
    WatchScope scope,
    WatchedGoals goals,
    GoalDirectory directory,
    SnapshotAdmissions admissions,
    PeriodicTimer heartbeats,
    PatientWriter<WatchGoalsResponse> responses,
    GoalClock clock,
    ApiInstruments instruments)
{
    private bool _synced;
    private bool _quiet = true;
    private Task<bool> _beat = Task.FromResult(true);

    public async Task RunAsync(CancellationToken cancellation)
    {
        _beat = NextBeatAsync(cancellation);
        await SyncAsync(cancellation);
        while (true)
        {
            if (goals.HasUnread)
            {
                await SendPieceAsync(cancellation);
                continue;
            }

            var changed = goals.NextAsync(cancellation);
            while (await Task.WhenAny(changed, _beat) != changed)
            {
                await BeatAsync(cancellation);
            }

            var states = await changed;
            await FollowPlanAsync(cancellation);
            await SendAsync(states, admission: null, cancellation);
            await SyncAsync(cancellation);
        }
    }

    /// <summary>Reads a piece of the snapshot and sends it.</summary>
    private async Task SendPieceAsync(CancellationToken cancellation)
    {
        // Before the admission is asked for, since this may wait for the peer.
        await FollowPlanAsync(cancellation);
        using var admission = await admissions.EnterAsync(() => _beat, () => BeatAsync(cancellation), cancellation);
        await SendAsync(await goals.NextAsync(cancellation), admission, cancellation);

        // A plan that came before these goals were subscribed to is in their states already, so that none of them tells of it again.
        await FollowPlanAsync(cancellation);
        await SyncAsync(cancellation);
    }

    private async Task SendAsync(IReadOnlyList<GoalState> states, QuotaHold? admission, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var state in states)
        {
            if (goals.Take(state) is { } entry)
            {
                var goal = GoalMapping.ToWire(goals.Directory!, entry, state);
                var write = responses.WriteAsync(new WatchGoalsResponse { Goal = goal }, cancellation);
                if (!write.IsCompleted)
                {
                    // The peer has not opened its window: it keeps no admission for which others wait.
                    admission?.Dispose();
                }

                await write;
                sent++;
            }
        }

        _quiet &= sent == 0;
        instruments.Sent(sent);
        admission?.Dispose();
    }

    private async ValueTask SyncAsync(CancellationToken cancellation)
    {
        if (!_synced && goals.Unsent == 0)
        {
            _synced = true;
            var synced = new Synced { At = clock.Now.ToWire(), GoalCount = goals.Count };
            await responses.WriteAsync(new WatchGoalsResponse { Synced = synced }, cancellation);
        }
    }

    private Task<bool> NextBeatAsync(CancellationToken cancellation) => heartbeats.WaitForNextTickAsync(cancellation).AsTask();

    private async Task BeatAsync(CancellationToken cancellation)
    {
        await _beat;
        await FollowPlanAsync(cancellation);
        await SyncAsync(cancellation);
        if (_quiet)
        {
            var heartbeat = new Heartbeat { At = clock.Now.ToWire() };
            await responses.WriteAsync(new WatchGoalsResponse { Heartbeat = heartbeat }, cancellation);
        }

        _quiet = true;
        _beat = NextBeatAsync(cancellation);
    }

    private async ValueTask FollowPlanAsync(CancellationToken cancellation)
    {
        var newest = await directory.FindAsync(scope.Workspace, cancellation);
        if (newest is null || newest.Generation != goals.Directory!.Generation)
        {
            throw ApiFault.DeletedWorkspace(Names.OfWorkspace(scope.Workspace));
        }

        if (newest.Revision == goals.Directory.Revision)
        {
            return;
        }

        var update = goals.Resolve(newest);
        _quiet &= update.Gone.Count == 0 && update.Redefined.Count == 0;
        foreach (var gone in update.Gone)
        {
            var removed = Names.OfGoal(scope.Workspace, gone.Row.Name);
            await responses.WriteAsync(new WatchGoalsResponse { Removed = removed }, cancellation);
        }

        foreach (var (entry, state) in update.Redefined)
        {
            var goal = GoalMapping.ToWire(newest, entry, state);
            await responses.WriteAsync(new WatchGoalsResponse { Goal = goal }, cancellation);
        }
    }
}
