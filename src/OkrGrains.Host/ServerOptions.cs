using Microsoft.Extensions.Logging;
using OkrGrains.Api;
using OkrGrains.Host.Metrics;
using OkrGrains.Model.Time;

namespace OkrGrains.Host;

/// <summary>The options of a server.</summary>
public sealed class ServerOptions
{
    /// <summary>
    /// The folder of the store; <c>okr-data</c> by default. It is created if it does not exist, and only one server at a time can serve it.
    /// </summary>
    public string DataDirectory { get; set; } = "okr-data";

    /// <summary>
    /// The addresses for gRPC (HTTP/2 without TLS), separated by semicolons; port 5410 of the loopback interface by default. Port 0 takes a
    /// free port.
    /// </summary>
    public string Urls { get; set; } = "http://127.0.0.1:5410";

    /// <summary>The time at which the goal clock is pinned, not before a time that the store has seen; null lets the clock flow.</summary>
    public Instant? Now { get; set; }

    /// <summary>The addresses that metrics, traces and logs go to.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Changes the limits of the gRPC edge; null for the defaults.</summary>
    public Action<ApiOptions>? Limits { get; set; }

    /// <summary>Sets a limit of the gRPC edge by its name.</summary>
    /// <param name="name">The name of a property of <see cref="ApiOptions"/>, in upper or lower case.</param>
    /// <param name="value">A whole number, or a time: <c>0:00:30</c> with any number of hours, or <c>PT30S</c>.</param>
    /// <exception cref="ArgumentException">
    /// No limit has this name, or it cannot have this value. <see cref="LimitFault"/> says whether the value is in range.
    /// </exception>
    public void SetLimit(string name, string value) => Limits += NamedLimit.Parse(name, value);

    /// <summary>
    /// The least level that is logged to standard error; warnings by default. What a peer does wrong is <see cref="LogLevel.Debug"/>.
    /// </summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Warning;

    /// <summary>
    /// Returns what is wrong with the limits together, in a line; null if nothing is. The start of the server checks the same.
    /// </summary>
    public string? LimitFault()
    {
        var limits = new ApiOptions();
        Limits?.Invoke(limits);
        return limits.Fault();
    }

    /// <summary>Changes the logging.</summary>
    public Action<ILoggingBuilder>? Logging { get; set; }
}
