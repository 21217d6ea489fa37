using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OkrGrains.Api.HealthChecks;

/// <summary>Adds the health of each service, as the health protocol of gRPC reports it.</summary>
internal static class HealthRegistration
{
    private const string Running = "running";
    private const string Writable = "writable";

    /// <summary>The interval at which watches of health learn of a change: the shortest that the publisher takes.</summary>
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Adds health checks for the whole server and for each of its services. While the store takes no writes, the services that write are
    /// not serving; the others are, and so is the server as a whole, since it still answers readers.
    /// </summary>
    public static void AddOkrHealth(this IServiceCollection services)
    {
        var checks = services.AddGrpcHealthChecks(health =>
        {
            // The default says that the whole server is not serving as soon as one check fails.
            health.Services.Clear();
            health.Services.Map("", check => check.Name == Running);
            foreach (var service in ApiServices.Reading)
            {
                health.Services.Map(service.FullName, check => check.Name == Running);
            }

            foreach (var service in ApiServices.Writing)
            {
                health.Services.Map(service.FullName, check => check.Name is Running or Writable);
            }
        });
        checks.AddCheck<RunningCheck>(Running).AddCheck<WritableCheck>(Writable);
        services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Delay = TimeSpan.Zero;
            publisher.Period = _period;
        });
    }
}
