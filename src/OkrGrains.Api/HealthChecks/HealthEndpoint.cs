using Grpc.Core;
using Microsoft.Extensions.Hosting;
using OkrGrains.Api.Limits;
using OkrGrains.Contracts.Health.V1;
using static OkrGrains.Contracts.Health.V1.HealthCheckResponse.Types;

namespace OkrGrains.Api.HealthChecks;

/// <summary>Says that the server serves, until it begins to stop.</summary>
internal sealed class HealthEndpoint(IHostApplicationLifetime lifetime, OpenCalls calls) : Contracts.Health.V1.Health.HealthBase
{
    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    private HealthCheckResponse Now => new() { Status = IsStopping ? ServingStatus.NotServing : ServingStatus.Serving };

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request.Service)
        ? Task.FromResult(Now)
        : throw new RpcException(new Status(StatusCode.NotFound, "There is no such service."));

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var slot = calls.Watches.Take();
        var known = IsKnown(request.Service);
        await responseStream.WriteAsync(known ? Now : new HealthCheckResponse { Status = ServingStatus.ServiceUnknown });

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancel.Token.Register(ended.SetResult);
        await ended.Task;
        if (known && !context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(Now);
        }
    }

    private static bool IsKnown(string service) => service.Length == 0 || ApiServices.All.Any(known => known.FullName == service);
}
