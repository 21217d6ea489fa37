using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Host.Logging;

/// <summary>
/// Writes each entry of the log on a line of its own: level, category, message, and the exception. The line is bounded and has no control
/// characters, since parts of it come from peers. What a peer does wrong is told without a stack: it says nothing of the peer.
/// </summary>
internal sealed class LineFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "okr";

    /// <summary>The greatest length of a line in characters.</summary>
    private const int MostCharacters = 16_384;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var level = PeerFaults.LevelOf(logEntry.Category, logEntry.LogLevel);
        var line = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{Word(level)}: {logEntry.Category}[{logEntry.EventId.Id}] ")
            .Append(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            line.Append(' ').Append(level <= LogLevel.Debug ? $"{exception.GetType().Name}: {exception.Message}" : exception.ToString());
        }

        textWriter.WriteLine(OneLine(line));
    }

    /// <summary>Returns a text on one line, with escapes in place of its control characters and without what is too long.</summary>
    private static string OneLine(StringBuilder text)
    {
        var isCut = text.Length > MostCharacters;
        var start = text.ToString(0, Math.Min(text.Length, MostCharacters)).Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ');
        return TextRule.OneLine.Escape(start) + (isCut ? "…" : "");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
