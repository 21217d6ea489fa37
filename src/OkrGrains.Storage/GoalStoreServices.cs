using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Storage;

/// <summary>Registers the embedded store.</summary>
public static class GoalStoreServices
{
    /// <summary>
    /// Adds the embedded store as the <see cref="IGoalStore"/>. It is opened when it is first asked for and closed with the container.
    /// Several containers of one process share a store by registering the instance of one of them. An <see cref="AcceptanceClock"/> may be
    /// registered beside it; without one, acceptance instants come from the time provider.
    /// </summary>
    /// <param name="services">The services to add the store to.</param>
    /// <param name="configure">Sets the data folder and the limits, which are validated at start.</param>
    public static IServiceCollection AddGoalStore(this IServiceCollection services, Action<StoreOptions> configure)
    {
        services.AddOptions<StoreOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new StoreInstruments(provider.GetService<IMeterFactory>()));
        services.AddSingleton<IGoalStore>(provider => SqliteGoalStore.Open(
            provider.GetRequiredService<IOptions<StoreOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteGoalStore>>(),
            provider.GetRequiredService<StoreInstruments>(),
            provider.GetService<AcceptanceClock>()));
        return services;
    }
}
