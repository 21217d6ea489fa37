using System.Net;
using Microsoft.AspNetCore.Http;

namespace OkrGrains.Host;

/// <summary>
/// Checks the addresses that a server is to listen on, before anything is started: what is wrong with them is then said in one line, and
/// nothing that is started has to be stopped again.
/// </summary>
internal static class ListenAddresses
{
    /// <summary>Checks addresses that are separated by semicolons.</summary>
    /// <param name="option">The name of the option that they were given with.</param>
    /// <param name="urls">The addresses.</param>
    /// <param name="example">An address as it should be.</param>
    /// <exception cref="ServerRefusedException">An address is not valid, or is given twice.</exception>
    public static void Check(string option, string urls, string example)
    {
        var taken = new HashSet<(string Host, int Port)>();
        foreach (var url in urls.Split(';'))
        {
            if (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                throw new ServerRefusedException(
                    $"{option}: {url} asks for TLS, which this server does not do: put a proxy with a certificate before it.");
            }

            var address = Parse(url) ?? throw new ServerRefusedException($"{option}: {url} is no address such as {example}.");
            if (address.Port != 0 && !taken.Add((address.Host.ToUpperInvariant(), address.Port)))
            {
                throw new ServerRefusedException($"{option}: {url} is there twice.");
            }
        }
    }

    /// <summary>Returns the address; null if it is none. Kestrel itself would take <c>http://127.0.0.1:x</c> for the name of a host.</summary>
    private static BindingAddress? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            var isNamed = address is { Scheme: "http", PathBase: "" } && !url.AsSpan().ContainsAny(" \t?#");
            return isNamed && (address.IsUnixPipe || (IsPort(address.Port) && IsHost(address.Host))) ? address : null;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsPort(int port) => port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;

    private static bool IsHost(string host) => host is "*" or "+" || Uri.CheckHostName(host) != UriHostNameType.Unknown;
}
