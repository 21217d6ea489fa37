using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client;

/// <summary>Reads and sets the goal clock of a server. Every method throws <see cref="RpcException"/> when the server refuses.</summary>
public sealed class ClockClient(CallInvoker invoker, TimeProvider time)
{
    private readonly ClockService.ClockServiceClient _service = new(invoker);

    /// <summary>
    /// Returns the time that the clock shows, and whether it is pinned, which means that it stands still until it is set.
    /// </summary>
    public async Task<(DateTimeOffset At, bool IsPinned)> GetAsync(CancellationToken cancellation = default)
    {
        var clock = await _service.GetClockAsync(new GetClockRequest(), cancellationToken: cancellation);
        return (clock.At.ToDateTimeOffset(), clock.Pinned);
    }

    /// <summary>Like <see cref="GetAsync(CancellationToken)"/>, and waits while the server cannot be reached.</summary>
    /// <param name="retry">The pauses and limits of the waiting.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public Task<(DateTimeOffset At, bool IsPinned)> GetAsync(RetryOptions retry, CancellationToken cancellation = default) =>
        Repeating.RunAsync(() => GetAsync(cancellation), retry, time, cancellation);

    /// <summary>
    /// Moves a pinned clock forward. Completes once every goal whose status, health or value changes by then has changed.
    /// </summary>
    public async Task SetAsync(DateTimeOffset at, CancellationToken cancellation = default) =>
        await _service.SetClockAsync(new SetClockRequest { At = Timestamp.FromDateTimeOffset(at) }, cancellationToken: cancellation);
}
