using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace OkrGrains.Host.Silo;

/// <summary>Composes a cluster of one silo, which opens no port: its grains are called from this process only.</summary>
/// <remarks>
/// Orleans does not authenticate callers. With its silo and gateway ports open on loopback, any local user could call grains past the checks of
/// the API; a client of 15 lines pruned a workspace.
/// </remarks>
internal static class SingleSilo
{
    /// <summary>The name of the silo, of its cluster and of its service.</summary>
    /// <remarks>
    /// Orleans tells clusters apart by these names where they share a network or a membership table. A single silo shares neither, so
    /// all servers may have the same name; it shows in logs only, and nothing is stored under it.
    /// </remarks>
    private const string Name = "okr";

    /// <summary>The port in the address of the silo, which Orleans wants to be above 0. Nobody listens on it.</summary>
    private const int SiloPort = 1;

    /// <summary>The port that makes Orleans start no gateway.</summary>
    private const int NoGateway = 0;

    /// <summary>Makes this silo a cluster of its own, without gateway and without transport.</summary>
    /// <exception cref="InvalidOperationException">This version of Orleans has other transports than those that are replaced.</exception>
    public static ISiloBuilder UseSingleSilo(this ISiloBuilder silo)
    {
        var address = new IPEndPoint(IPAddress.Loopback, SiloPort);
        silo.ConfigureEndpoints(address.Address, address.Port, NoGateway);

        // The membership table is in the memory of the silo at this address and ends with it, so that a silo that starts again finds no
        // dead ones.
        silo.UseDevelopmentClustering(address);
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
        silo.Configure<SiloOptions>(options => options.SiloName = Name);
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Membership, new TimeSinceStart());
        ReplaceTransports(silo.Services);
        return silo;
    }

    /// <summary>Puts <see cref="NoTransport"/> in the place of the sockets that Orleans listens on and connects with.</summary>
    /// <exception cref="InvalidOperationException">Orleans has other transports than the three that are known.</exception>
    /// <remarks>
    /// Orleans registers its transports under keys that it does not publish, so they are taken from its own registrations. Should a later
    /// version register others, or later than this runs, the server must not start, because it would open ports again unnoticed.
    /// </remarks>
    private static void ReplaceTransports(IServiceCollection services)
    {
        var transport = new NoTransport();
        var listening = Replace<IConnectionListenerFactory>(services, transport);
        var connecting = Replace<IConnectionFactory>(services, transport);
        if ((listening, connecting) != (2, 1))
        {
            throw new InvalidOperationException(
                $"Orleans has {listening} ways to listen and {connecting} to connect; a silo and a gateway to listen and one to connect are known.");
        }
    }

    private static int Replace<TTransport>(IServiceCollection services, TTransport transport)
        where TTransport : class
    {
        var replaced = services.Where(service => service.ServiceType == typeof(TTransport) && service.IsKeyedService).ToList();
        foreach (var service in replaced)
        {
            services.Remove(service);
            services.AddKeyedSingleton(service.ServiceKey, transport);
        }

        return replaced.Count;
    }
}
