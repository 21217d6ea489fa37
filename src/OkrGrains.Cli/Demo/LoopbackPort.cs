using System.Net;
using System.Net.Sockets;

namespace OkrGrains.Cli.Demo;

/// <summary>Chooses the address of the demo's server: the port that other commands expect if it is free, else any free port.</summary>
internal static class LoopbackPort
{
    private const int Wanted = 5410;

    public static string Choose() => IsFree(Wanted) ? $"http://127.0.0.1:{Wanted}" : "http://127.0.0.1:0";

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
