using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Clock;

/// <summary>The goal clock of a server. Every method throws <see cref="RpcException"/> when the server refuses.</summary>
public sealed class ClockClient(CallInvoker invoker)
{
    private readonly ClockService.ClockServiceClient _service = new(invoker);

    /// <summary>What it shows, and whether it stands still until it is set.</summary>
    public async Task<(DateTimeOffset At, bool IsPinned)> GetAsync(CancellationToken cancellation = default)
    {
        var clock = await _service.GetClockAsync(new GetClockRequest(), cancellationToken: cancellation);
        return (clock.At.ToDateTimeOffset(), clock.Pinned);
    }

    /// <summary>Moves a pinned clock forward; completes once the goals whose turn had come have turned.</summary>
    public async Task SetAsync(DateTimeOffset at, CancellationToken cancellation = default) =>
        await _service.SetClockAsync(new SetClockRequest { At = Timestamp.FromDateTimeOffset(at) }, cancellationToken: cancellation);
}
