using Microsoft.Extensions.Logging;

namespace OkrGrains.Host.Logging;

/// <summary>
/// The categories in which the gRPC server logs what peers send wrong, at whatever level it does: 225 malformed bytes were an error with two
/// stack traces, 28 KB of log. Here that is <see cref="LogLevel.Debug"/>. Failures of the services are logged by the edge itself.
/// </summary>
internal static class PeerFaults
{
    private const string Grpc = "Grpc";

    /// <summary>Returns the level that an entry of a category counts as.</summary>
    public static LogLevel LevelOf(string category, LogLevel level) =>
        category.StartsWith(Grpc, StringComparison.Ordinal) && level > LogLevel.Debug ? LogLevel.Debug : level;

    /// <summary>Adds the filter of these categories.</summary>
    /// <param name="logging">The logging of the server.</param>
    /// <param name="least">The least level that is logged.</param>
    public static void Filter(ILoggingBuilder logging, LogLevel least) => logging.AddFilter(Grpc, level => LevelOf(Grpc, level) >= least);
}
