using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Configures a silo.</summary>
public interface ISiloBuilder
{
    IServiceCollection Services { get; }

    IConfiguration Configuration { get; }
}

/// <summary>Configures a client of a test cluster.</summary>
public interface IClientBuilder
{
    IServiceCollection Services { get; }

    IConfiguration Configuration { get; }
}

/// <summary>Configures the services and options of a silo.</summary>
public static class SiloBuilderExtensions
{
    public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class
    {
        builder.Services.Configure(configureOptions);
        return builder;
    }
}

/// <summary>Configures the options of a client.</summary>
public static class ClientBuilderExtensions
{
    public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class
    {
        builder.Services.Configure(configureOptions);
        return builder;
    }
}

/// <summary>Says which cluster a silo joins.</summary>
public static class CoreHostingExtensions
{
    /// <summary>A cluster of this silo alone: no port is opened, nothing can join.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
        int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        if (primarySiloEndpoint is not null)
            throw new NotSupportedException("UseLocalhostClustering with a primarySiloEndpoint");

        builder.Services.TryAddSingleton<Cluster>();
        return builder
            .Configure<EndpointOptions>(options => (options.SiloPort, options.GatewayPort) = (siloPort, gatewayPort))
            .Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (serviceId, clusterId));
    }
}

/// <summary>Registers what every silo has.</summary>
internal sealed class SiloBuilder : ISiloBuilder, IClientBuilder
{
    private SiloBuilder(IServiceCollection services, IConfiguration configuration) => (Services, Configuration) = (services, configuration);

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    /// <summary>The builder of a host, the same for every call.</summary>
    internal static SiloBuilder Of(IServiceCollection services, IConfiguration configuration)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(SiloBuilder))?.ImplementationInstance is SiloBuilder known)
            return known;

        var builder = new SiloBuilder(services, configuration);
        services.AddSingleton(builder);
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetService<Cluster>() is null
            ? throw new OrleansConfigurationException("No clustering is configured: call UseLocalhostClustering.")
            : ActivatorUtilities.CreateInstance<Silo>(provider));
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IClusterClient>(provider => new GrainFactory(provider.GetRequiredService<Silo>()));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
        services.AddHostedService<SiloService>();
        return builder;
    }

    internal static SiloBuilder Client(IServiceCollection services, IConfiguration configuration) => new(services, configuration);
}
