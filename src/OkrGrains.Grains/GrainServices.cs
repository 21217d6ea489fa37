using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Watching;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Storage;

namespace OkrGrains.Grains;

/// <summary>Registers the services that a silo needs for its goals.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the grains' services. A store, under all its roles, and a <see cref="Time.GoalClock"/> must be registered beside them;
    /// <see cref="TimeProvider.System"/> is used unless another <see cref="TimeProvider"/> was registered before.
    /// </summary>
    public static IServiceCollection AddOkrGrains(this IServiceCollection services)
    {
        services.AddOptions<ReconciliationOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GoalLoader>();
        services.AddSingleton<GoalTimers>();
        services.AddSingleton(provider => new PropagationSchedulers(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<GrainInstruments>(), TaskScheduler.Default));
        services.AddSingleton(provider => new ContributionThrottle(provider.GetRequiredService<TimeProvider>(), TaskScheduler.Default));
        services.AddSingleton<GoalServices>();
        services.AddHostedService<ClockFollower>();
        services.AddHostedService<ReconciliationService>();
        services.AddSingleton<ClosingService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ClosingService>());
        services.AddHostedService(provider => provider.GetRequiredService<ClosingService>());
        return services.AddOkrReaders();
    }

    /// <summary>
    /// Adds the services that a gRPC edge needs which is not a silo itself but has the grain factory of one: everything except the grains'
    /// own services.
    /// </summary>
    public static IServiceCollection AddOkrReaders(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new GrainInstruments(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<GoalDirectory>();
        services.TryAddSingleton(provider => new ActivationThrottle(provider.GetRequiredService<TimeProvider>(), TaskScheduler.Default));
        services.TryAddSingleton<ActiveGrains>();
        services.TryAddSingleton(provider => new IngestGateway(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IProducerStore>(),
            new HeldReadings(
                provider.GetRequiredService<IProducerStore>(),
                provider.GetRequiredService<IReadingStore>(),
                provider.GetRequiredService<ICommitLog>(),
                provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<ActivationThrottle>(),
            provider.GetRequiredService<ActiveGrains>(),
            provider.GetRequiredService<TimeProvider>(),
            TaskScheduler.Default));
        services.TryAddSingleton<AmendmentGateway>();
        services.AddOptions<ReconciliationOptions>();
        services.TryAddSingleton<RestatedScores>();
        services.TryAddSingleton<GoalWatchHub>();
        services.TryAddSingleton<TreeReader>();
        services.TryAddSingleton<DueClosings>();
        services.TryAddSingleton<ClockMoves>();
        services.TryAddSingleton<RevisionReader>();
        services.TryAddSingleton<PlanExport>();
        services.TryAddSingleton<StoredParts>();
        return services;
    }
}
