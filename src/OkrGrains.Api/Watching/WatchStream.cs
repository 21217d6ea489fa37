using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;

namespace OkrGrains.Api.Watching;

/// <summary>
/// One open watch. While it writes to a slow peer, newer states replace older ones in the hub. A goal that a plan adds to the scope is
/// found when a watched goal changes, as the goals above an added goal do, and at the latest at the next heartbeat.
/// </summary>
internal sealed class WatchStream(
    WatchScope scope,
    WatchedGoals goals,
    GoalDirectory directory,
    PatientWriter<WatchGoalsResponse> responses,
    GoalClock clock,
    ApiInstruments instruments)
{
    private bool _synced;
    private bool _quiet = true;

    public async Task RunAsync(PeriodicTimer heartbeats, CancellationToken cancellation)
    {
        await SyncAsync(cancellation);
        var next = goals.NextAsync(cancellation);
        var beat = heartbeats.WaitForNextTickAsync(cancellation).AsTask();
        while (true)
        {
            await Task.WhenAny(next, beat);
            if (beat.IsCompleted)
            {
                await beat;
                await BeatAsync(cancellation);
                beat = heartbeats.WaitForNextTickAsync(cancellation).AsTask();
            }

            if (next.IsCompleted)
            {
                var states = await next;
                if (states.Count > 0)
                {
                    await FollowPlanAsync(cancellation);
                    await SendAsync(states, cancellation);
                }

                next = goals.NextAsync(cancellation);
            }
        }
    }

    private async ValueTask SendAsync(IReadOnlyList<GoalState> states, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var state in states)
        {
            if (goals.Take(state) is { } entry)
            {
                var goal = GoalMapping.ToWire(goals.Directory!, entry, state);
                await responses.WriteAsync(new WatchGoalsResponse { Goal = goal }, cancellation);
                sent++;
            }
        }

        _quiet &= sent == 0;
        instruments.Sent(sent);
        await SyncAsync(cancellation);
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

    private async ValueTask BeatAsync(CancellationToken cancellation)
    {
        await FollowPlanAsync(cancellation);
        await SyncAsync(cancellation);
        if (_quiet)
        {
            var heartbeat = new Heartbeat { At = clock.Now.ToWire() };
            await responses.WriteAsync(new WatchGoalsResponse { Heartbeat = heartbeat }, cancellation);
        }

        _quiet = true;
    }

    private async ValueTask FollowPlanAsync(CancellationToken cancellation)
    {
        var newest = await directory.FindAsync(scope.Workspace, cancellation);
        if (newest is null || newest.Revision == goals.Directory?.Revision)
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
