using Microsoft.Extensions.Logging;

namespace OkrGrains.Host.Logging;

/// <summary>
/// Keeps the frameworks from telling a failed start as well: whoever started the server is told once, in one line, by the exception. Of one
/// used port, the host, Kestrel and Orleans told in 12 KB of stack traces.
/// </summary>
internal sealed class StartLog
{
    private static readonly string[] _categories = ["Microsoft.Extensions.Hosting", "Microsoft.AspNetCore", "Microsoft.Hosting", "Orleans"];

    private volatile bool _hasStarted;

    /// <summary>Lets the frameworks log from now on.</summary>
    public void Started() => _hasStarted = true;

    /// <summary>Adds the filters of the frameworks' categories.</summary>
    public void Filter(ILoggingBuilder logging, LogLevel least)
    {
        foreach (var category in _categories)
        {
            logging.AddFilter(category, level => level >= least && _hasStarted);
        }
    }
}
