using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OkrGrains.Grains.Amendments;
using OkrGrains.Grains.Clock;
using OkrGrains.Grains.Closings;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Recalculation;
using OkrGrains.Grains.Settling;
using OkrGrains.Grains.Sweeping;
using OkrGrains.Grains.Turning;
using OkrGrains.Grains.Waking;
using OkrGrains.Grains.Watching;
using OkrGrains.Storage;

namespace OkrGrains.Grains;

/// <summary>Registers the services that a silo needs for its goals.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the grains' services. A <see cref="Storage.IGoalStore"/> and a <see cref="Clock.GoalClock"/> must be registered beside them;
    /// <see cref="TimeProvider.System"/> is used unless another <see cref="TimeProvider"/> was registered before.
    /// </summary>
    public static IServiceCollection AddOkrGrains(this IServiceCollection services)
    {
        services.AddOptions<SweepOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ActiveGrains>();
        services.AddSingleton<GoalLoader>();
        services.AddSingleton<TurnSchedule>();
        services.AddSingleton<Waves>();
        services.AddSingleton<GoalServices>();
        services.AddHostedService<ClockFollower>();
        services.AddHostedService<SweepService>();
        services.AddHostedService<ClosingService>();
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
        services.TryAddSingleton<FirstCalls>();
        services.TryAddSingleton(provider => new ReadingGateway(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IGoalStore>(),
            provider.GetRequiredService<FirstCalls>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<AmendmentGateway>();
        services.TryAddSingleton<GoalWatchHub>();
        services.TryAddSingleton<TreeReader>();
        services.TryAddSingleton<DueClosings>();
        services.TryAddSingleton<ClockMoves>();
        services.TryAddSingleton<RevisionReader>();
        return services;
    }
}
