using System.Collections;

namespace OkrGrains.Host.Metrics;

/// <summary>The addresses that a server's metrics, traces and logs go to; none by default.</summary>
public sealed class MetricsOptions
{
    /// <summary>
    /// The addresses at which <c>/metrics</c> is served as Prometheus text over HTTP/1.1 without TLS, separated by semicolons. Port 0 takes
    /// a free port. Null, the default, serves no metrics.
    /// </summary>
    public string? Urls { get; set; }

    /// <summary>
    /// The collector that metrics, traces and logs are sent to by OTLP, such as <c>http://127.0.0.1:4317</c>. It replaces the endpoints
    /// that <see cref="Variables"/> name; null leaves them as they are.
    /// </summary>
    public string? Otlp { get; set; }

    /// <summary>The standard <c>OTEL_…</c> variables; those of the process by default. Without an endpoint nothing is sent.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; set; } = OfProcess();

    /// <summary>Checks the addresses of <see cref="Urls"/>.</summary>
    /// <exception cref="ServerRefusedException">An address is not valid.</exception>
    internal void CheckUrls()
    {
        if (Urls is not null)
        {
            ListenAddresses.Check("metrics-urls", Urls, "http://127.0.0.1:9464");
        }
    }

    private static Dictionary<string, string?> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal))
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);
}
