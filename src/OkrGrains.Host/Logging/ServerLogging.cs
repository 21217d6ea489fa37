using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace OkrGrains.Host.Logging;

/// <summary>The log of a server: lines on standard error, which never hold up what is logged about.</summary>
internal static class ServerLogging
{
    /// <summary>
    /// The number of lines that wait for standard error. What does not fit is dropped and counted, since nobody may be reading: with the
    /// console's default, a full pipe stopped every call that had something to log.
    /// </summary>
    private const int QueuedLines = 1_000;

    /// <summary>Adds the log.</summary>
    /// <param name="logging">The logging of the server.</param>
    /// <param name="least">The least level that is logged.</param>
    /// <param name="start">Keeps the frameworks silent about a failed start.</param>
    public static void Add(ILoggingBuilder logging, LogLevel least, StartLog start)
    {
        logging.SetMinimumLevel(least);
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = QueuedLines;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        start.Filter(logging, least);
        PeerFaults.Filter(logging, least);

        // Kestrel logs each connection beyond the limit, so that a peer that opens too many would also fill the log.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);

        // Health is checked every second, and the store itself logs once that it takes no writes.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }
}
