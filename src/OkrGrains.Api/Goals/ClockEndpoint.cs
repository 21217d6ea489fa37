using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Time;

namespace OkrGrains.Api.Goals;

/// <summary>Serves the clock service: returns the time of the goal clock, and moves a pinned clock forward.</summary>
internal sealed class ClockEndpoint(GoalClock clock, ClockMoves moves) : ClockService.ClockServiceBase
{
    public override Task<GetClockResponse> GetClock(GetClockRequest request, ServerCallContext context) =>
        Task.FromResult(new GetClockResponse { At = clock.Now.ToWire(), Pinned = clock.IsPinned });

    public override async Task<SetClockResponse> SetClock(SetClockRequest request, ServerCallContext context)
    {
        if (request.At is not { } given || !Times.TryFromWire(given, out var at))
        {
            throw ApiFault.BadRequest("at", "must be an instant of the years 1 to 9999");
        }

        await moves.MoveAsync(at, context.CancellationToken);
        return new SetClockResponse { At = at.ToWire() };
    }
}
