namespace OkrGrains.Host.Metrics;

/// <summary>What the OpenTelemetry SDK is told, in its own variables.</summary>
/// <param name="Variables">The variables.</param>
/// <param name="Exports">Whether anything is to be sent.</param>
internal sealed record OtlpSettings(IReadOnlyDictionary<string, string?> Variables, bool Exports)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private static readonly string[] _protocols = ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"];

    /// <exception cref="ServerRefusedException">
    /// An endpoint or protocol is none. The SDK itself would go on with its defaults and say nothing.
    /// </exception>
    public static OtlpSettings Of(MetricsOptions options)
    {
        var variables = new Dictionary<string, string?>(options.Variables, StringComparer.Ordinal);
        if (options.Otlp is { } otlp)
        {
            variables.Remove(MetricsEndpoint);
            variables[Endpoint] = otlp;
        }

        var exports = options.Otlp is not null || (IsOn(variables) && (Has(variables, Endpoint) || Has(variables, MetricsEndpoint)));
        if (exports)
        {
            CheckEndpoint(variables, Endpoint, options.Otlp is null ? Endpoint : "otlp");
            CheckEndpoint(variables, MetricsEndpoint, MetricsEndpoint);
            foreach (var protocol in _protocols.Where(name => Has(variables, name) && variables[name] is not ("grpc" or "http/protobuf")))
            {
                throw new ServerRefusedException($"{protocol}: {variables[protocol]} is neither grpc nor http/protobuf.");
            }
        }

        // The SDK is also behind /metrics, which was asked for by name.
        variables.Remove(Disabled);
        return new OtlpSettings(variables, exports);
    }

    private static bool IsOn(Dictionary<string, string?> variables) =>
        !string.Equals(variables.GetValueOrDefault(Disabled), "true", StringComparison.OrdinalIgnoreCase)
        && variables.GetValueOrDefault("OTEL_METRICS_EXPORTER") is null or "" or "otlp";

    private static bool Has(Dictionary<string, string?> variables, string name) => !string.IsNullOrEmpty(variables.GetValueOrDefault(name));

    private static void CheckEndpoint(Dictionary<string, string?> variables, string name, string shown)
    {
        var given = variables.GetValueOrDefault(name);
        if (!string.IsNullOrEmpty(given)
            && !(Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            throw new ServerRefusedException($"{shown}: {given} is no address such as http://127.0.0.1:4317.");
        }
    }
}
