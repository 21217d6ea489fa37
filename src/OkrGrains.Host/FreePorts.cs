using System.Net;
using System.Net.Sockets;

namespace OkrGrains.Host;

/// <summary>Ports for the silo, which takes no 0: several servers can run on one machine.</summary>
internal static class FreePorts
{
    public static (int Silo, int Gateway) Two()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (PortOf(silo), PortOf(gateway));
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
