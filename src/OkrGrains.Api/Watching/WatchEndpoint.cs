using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Watching;

namespace OkrGrains.Api.Watching;

/// <summary>Serves the watch service: checks the request, then runs a watch until the caller leaves or the server stops.</summary>
internal sealed class WatchEndpoint(
    GoalWatchHub hub,
    GoalDirectory directory,
    GoalClock clock,
    Quotas quotas,
    ApiInstruments instruments,
    IOptions<ApiOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : WatchService.WatchServiceBase
{
    private const int MaxHeartbeatSeconds = 3600;

    public override async Task WatchGoals(
        WatchGoalsRequest request, IServerStreamWriter<WatchGoalsResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        using var slot = quotas.Watches.Take(caller);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var limits = options.Value;
        var scope = WatchScope.Of(request);
        using var heartbeats = new PeriodicTimer(Heartbeat(request, limits), time);
        var plan = await directory.FindAsync(scope.Workspace, cancel.Token)
            ?? throw ApiFault.UnknownWorkspace(Names.OfWorkspace(scope.Workspace));
        if (scope.Root is { } root && !plan.ByName.ContainsKey(root))
        {
            throw ApiFault.UnknownGoal(request.Name);
        }

        using var held = quotas.WatchedGoals.Take(caller, 0);
        using var goals = new WatchedGoals(scope, hub, limits.MaxWatchedGoals, held);
        goals.Resolve(plan);
        var admissions = new SnapshotAdmissions(quotas.Snapshots, caller);
        var responses = new PatientWriter<WatchGoalsResponse>(responseStream, limits.SendLimit, time);
        await new WatchStream(scope, goals, directory, admissions, heartbeats, responses, clock, instruments).RunAsync(cancel.Token);
    }

    private static TimeSpan Heartbeat(WatchGoalsRequest request, ApiOptions limits) => request.HeartbeatSeconds switch
    {
        0 => limits.DefaultHeartbeat,
        >= 1 and <= MaxHeartbeatSeconds => TimeSpan.FromSeconds(request.HeartbeatSeconds),
        _ => throw ApiFault.BadRequest("heartbeat_seconds", $"must be 0 to {MaxHeartbeatSeconds}"),
    };
}
