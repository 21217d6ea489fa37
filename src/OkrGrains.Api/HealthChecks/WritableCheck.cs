using Microsoft.Extensions.Diagnostics.HealthChecks;
using OkrGrains.Storage;

namespace OkrGrains.Api.HealthChecks;

/// <summary>Is unhealthy while the store takes no writes. A full disk does not count: writes succeed again once there is space.</summary>
internal sealed class WritableCheck(ICommitLog commits) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(commits.ReadOnlyReason is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());
}
