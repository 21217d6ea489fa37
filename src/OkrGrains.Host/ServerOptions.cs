using Microsoft.Extensions.Logging;
using OkrGrains.Api;
using OkrGrains.Host.Metrics;
using OkrGrains.Model.Time;

namespace OkrGrains.Host;

/// <summary>How a server runs.</summary>
public sealed class ServerOptions
{
    /// <summary>The folder that keeps everything; made if it is not there. One server at a time serves it.</summary>
    public string DataDirectory { get; set; } = "okr-data";

    /// <summary>Where it listens, HTTP/2 without TLS; several with semicolons between. Port 0 takes a free one.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5410";

    /// <summary>Pins the goal clock, not earlier than the store has seen; null lets it flow.</summary>
    public Instant? Now { get; set; }

    /// <summary>The addresses that metrics, traces and logs go to.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Changes limits of the gRPC edge.</summary>
    public Action<ApiOptions>? Limits { get; set; }

    /// <summary>Sets a limit of the gRPC edge by its name.</summary>
    /// <param name="name">A property of <see cref="ApiOptions"/>, in any case.</param>
    /// <param name="value">A whole number, or a time such as <c>00:00:30</c>.</param>
    /// <exception cref="ArgumentException">There is no such limit, or it has no such value. Whether it makes sense shows at the start.</exception>
    public void SetLimit(string name, string value) => Limits += NamedLimit.Parse(name, value);

    /// <summary>Adds to what is logged and where; by default warnings go to standard error.</summary>
    public Action<ILoggingBuilder>? Logging { get; set; }
}
