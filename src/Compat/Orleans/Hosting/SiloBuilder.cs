using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Hosting
{
    /// <summary>Configures a silo.</summary>
    public interface ISiloBuilder
    {
        IServiceCollection Services { get; }

        IConfiguration Configuration { get; }
    }

    /// <summary>Configures the options of a silo and the cluster that it joins.</summary>
    public static class SiloBuilderExtensions
    {
        public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions)
            where TOptions : class
        {
            builder.Services.Configure(configureOptions);
            return builder;
        }

        /// <summary>A cluster of this silo alone: no port is opened, nothing can join.</summary>
        public static ISiloBuilder UseLocalhostClustering(this ISiloBuilder builder, int siloPort = 11111, int gatewayPort = 30000)
        {
            builder.Services.TryAddSingleton<Cluster>();
            return builder;
        }
    }

    internal sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Makes a host a silo.</summary>
    public static class OrleansSiloGenericHostExtensions
    {
        /// <summary>May be called again: every call configures the same silo.</summary>
        public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(hostAppBuilder);
            ArgumentNullException.ThrowIfNull(configureDelegate);
            var services = hostAppBuilder.Services;
            if (services.All(service => service.ServiceType != typeof(Silo)))
            {
                services.TryAddSingleton(TimeProvider.System);
                services.AddSingleton<Silo>();
                services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
                services.AddSingleton<IClusterClient>(provider => new GrainFactory(provider.GetRequiredService<Silo>()));
                services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
                services.AddSingleton<IGrainRuntime, GrainRuntime>();
                services.AddTransient<IGrainContext>(_ => Activation.Current ?? throw new InvalidOperationException("No grain runs here."));
                services.AddHostedService(provider => provider.GetRequiredService<Silo>());
            }

            configureDelegate(new SiloBuilder(services, hostAppBuilder.Configuration));
            return hostAppBuilder;
        }
    }
}
