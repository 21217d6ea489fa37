using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Goals;
using OkrGrains.Api.HealthChecks;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Readings;
using OkrGrains.Api.Streaming;
using OkrGrains.Api.Watching;

namespace OkrGrains.Api;

/// <summary>Adds the gRPC edge to a web application.</summary>
public static class ApiRegistration
{
    /// <summary>Adds the services of the edge. They need the services of <c>AddOkrGrains</c> and a grain factory.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the limits; null for the defaults.</param>
    public static IServiceCollection AddOkrApi(this IServiceCollection services, Action<ApiOptions>? configure = null)
    {
        services.AddOptions<ApiOptions>()
            .Configure(configure ?? (_ => { }))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsCheck>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<ApiInstruments>();
        services.AddSingleton<Quotas>();
        services.AddSingleton<FreshnessProbe>();
        services.AddSingleton<SharedProducers>();
        services.AddSingleton<NamedWrites>();
        services.AddSingleton<ReadTokens>();
        services.AddSingleton<Etags>();
        services.AddSingleton<GoalPages>();
        services.AddSingleton<RevisionPages>();
        services.AddSingleton<WorkspacePages>();
        services.AddSingleton<WorkspaceDeletions>();
        services.AddSingleton(provider => new StreamPlaces(
            provider.GetRequiredService<Quotas>().ReadingStreams,
            provider.GetRequiredService<IOptions<ApiOptions>>().Value.StreamYieldLimit,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PlanIntake>();
        services.AddSingleton<PlanChanges>();
        services.AddSingleton<PastGoals>();
        services.AddSingleton<PlanExports>();
        services.AddSingleton<AmendmentCalls>();
        services.AddSingleton<ReadingPages>();

        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<CallShares>();
            grpc.Interceptors.Add<GrpcServiceSlots>();
        });
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton<CallShares>();
        services.AddSingleton<GrpcServiceSlots>();
        services.AddGrpcReflection();
        services.AddOkrHealth();

        // PostConfigure runs last, which is needed: the gRPC server puts its own unlimited compression into an empty list.
        services.AddOptions<GrpcServiceOptions>().PostConfigure<IOptions<ApiOptions>>((grpc, api) =>
        {
            grpc.EnableDetailedErrors = false;
            grpc.MaxReceiveMessageSize = api.Value.MaxMessageBytes;
            grpc.CompressionProviders = [new CappedGzip(api.Value.MaxMessageBytes)];
        });
        return services;
    }

    /// <summary>Maps the services of the edge, health and reflection among them.</summary>
    public static void MapOkrApi(this IEndpointRouteBuilder endpoints)
    {
        IEndpointConventionBuilder[] services =
        [
            endpoints.MapGrpcService<ReadingEndpoint>(),
            endpoints.MapGrpcService<GoalEndpoint>(),
            endpoints.MapGrpcService<CycleEndpoint>(),
            endpoints.MapGrpcService<CheckInEndpoint>(),
            endpoints.MapGrpcService<WatchEndpoint>(),
            endpoints.MapGrpcService<ClockEndpoint>(),
            endpoints.MapGrpcHealthChecksService(),
            endpoints.MapGrpcReflectionService(),
        ];
        foreach (var service in services)
        {
            service.Add(endpoint => endpoint.RequestDelegate =
                TimeoutHeader.Check(TransportErrors.Explain(BodyLimits.Set(endpoint.RequestDelegate!))));
        }
    }

    private sealed class ApiOptionsCheck : IValidateOptions<ApiOptions>
    {
        public ValidateOptionsResult Validate(string? name, ApiOptions options) =>
            options.Fault() is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}
