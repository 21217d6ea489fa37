using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Storage;

/// <summary>Registers the store, so that each consumer can ask for the roles that it needs.</summary>
public static class GoalStoreServices
{
    /// <summary>
    /// Adds the embedded store under its five roles and as the <see cref="IGoalStore"/>. It is opened when it is first asked for and closed
    /// with the container. An <see cref="AcceptanceClock"/> may be registered beside it; without one, acceptance instants come from the time
    /// provider.
    /// </summary>
    /// <param name="services">The services to add the store to.</param>
    /// <param name="configure">Sets the data folder and the limits, which are validated at start.</param>
    /// <remarks>
    /// The container disposes of services in the reverse order of their creation, and closes the store with the role that was created last.
    /// So whoever composes a server asks for all five roles before anything that uses them.
    /// </remarks>
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

        services.AddSingleton<IReadingStore>(static provider => provider.GetRequiredService<IGoalStore>());
        services.AddSingleton<IDefinitionStore>(static provider => provider.GetRequiredService<IGoalStore>());
        services.AddSingleton<IProducerStore>(static provider => provider.GetRequiredService<IGoalStore>());
        services.AddSingleton<IRequestStore>(static provider => provider.GetRequiredService<IGoalStore>());
        return services.AddSingleton<ICommitLog>(static provider => provider.GetRequiredService<IGoalStore>());
    }

    /// <summary>
    /// Adds a store that is open already under its five roles and as the <see cref="IGoalStore"/>. It is not closed with the container, so
    /// several containers of one process can share it.
    /// </summary>
    /// <param name="services">The services to add the store to.</param>
    /// <param name="store">The store.</param>
    public static IServiceCollection AddGoalStore(this IServiceCollection services, IGoalStore store) => services
        .AddSingleton(store)
        .AddSingleton<IReadingStore>(store)
        .AddSingleton<IDefinitionStore>(store)
        .AddSingleton<IProducerStore>(store)
        .AddSingleton<IRequestStore>(store)
        .AddSingleton<ICommitLog>(store);
}
